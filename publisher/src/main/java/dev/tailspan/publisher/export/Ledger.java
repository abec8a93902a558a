package dev.tailspan.publisher.export;

import io.opentelemetry.sdk.common.internal.ThrottlingLogger;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of spans, and says so in the log, a few lines a minute at most. */
final class Ledger {
  private final ThrottlingLogger log;
  private final String stream;
  private final LongAdder exported = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final Map<Loss, LongAdder> lost = new EnumMap<>(Loss.class);

  Ledger(String stream) {
    this(stream, Logger.getLogger(KinesisSpanExporter.class.getName()));
  }

  Ledger(String stream, Logger logger) {
    this.stream = stream;
    log = new ThrottlingLogger(logger);
    for (Loss loss : Loss.values()) {
      lost.put(loss, new LongAdder());
    }
  }

  void exported(int spans) {
    exported.add(spans);
  }

  void lost(Loss loss, int spans) {
    of(loss).add(spans);
    log.log(
        Level.WARNING,
        "%d spans were not published to stream %s: %s; lost so far: %s"
            .formatted(spans, stream, loss.errorType(), counts().lost()));
  }

  void retried(int records, String why, @Nullable Throwable failure) {
    retried.add(records);
    String text =
        "stream %s did not take %d records, which are put again: %s"
            .formatted(stream, records, why);
    if (failure == null) {
      log.log(Level.WARNING, text);
    } else {
      log.log(Level.WARNING, text, failure);
    }
  }

  private LongAdder of(Loss loss) {
    LongAdder adder = lost.get(loss);
    if (adder == null) {
      throw new IllegalStateException("no count for " + loss);
    }
    return adder;
  }

  ExportCounts counts() {
    Map<Loss, Long> losses = new EnumMap<>(Loss.class);
    lost.forEach((loss, adder) -> losses.put(loss, adder.sum()));
    return new ExportCounts(exported.sum(), losses, retried.sum());
  }
}
