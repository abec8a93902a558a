package dev.tailspan.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.Progress;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account notices what is wrong. */
class AuditTest {
  private static final int ROUNDS = 60;

  private long beganMillis;

  @Test
  void whatIsMissingOrTwiceOrMisjudgedIsNamed(@TempDir Path data) throws Exception {
    ChaosTest.assumeBuilt();
    try (LocalStack stack =
            LocalStack.start(Chaos.settings(ChaosTest.ROOT, data), Progress.SILENT);
        Traffic traffic = new Traffic(stack, 5, 100)) {
      beganMillis = traffic.beganMillis();
      for (int i = 0; i < ROUNDS; i++) {
        traffic.round();
      }
      Map<TraceId, SentTrace> sent = new HashMap<>(traffic.traces().byId());
      Findings settled = new Findings();
      Settling.after(stack, traffic.traces(), settled);

      Audit.Account account = audit(stack, data, sent, settled);
      assertThat(settled.described()).isEmpty();
      assertThat(settled.none()).isTrue();
      assertThat(account.spans()).isEqualTo(account.keptSpans() + account.droppedSpans());
      assertThat(account.keptSpans()).isPositive();
      assertThat(account.quarantined()).isEqualTo(ROUNDS / 20);

      List<Path> files = files(LocalStack.archive(data), ".parquet");
      Path copy = files.get(1).resolveSibling("copy.parquet");
      Files.copy(files.get(1), copy);
      assertThat(findings(stack, data, sent).duplicated()).isPositive();
      Files.delete(copy);

      Path elsewhere = data.resolve("elsewhere");
      Files.move(files.get(0), elsewhere);
      assertThat(wrong(stack, data, sent)).contains("lost: ", "not archived");
      Files.move(elsewhere, files.get(0));

      SentTrace never = new SentTrace(4711, 1);
      sent.put(never.spans().get(0).traceId(), never);
      assertThat(wrong(stack, data, sent))
          .contains("lost: span " + never.spans().get(0).spanId().hex(), "not on the stream");
      sent.remove(never.spans().get(0).traceId());

      Files.delete(files(data.resolve("s3").resolve(stack.quarantineBucket()), "").get(0));
      assertThat(wrong(stack, data, sent)).contains("lost: poison record ", "not in quarantine");
    }
  }

  private String wrong(LocalStack stack, Path data, Map<TraceId, SentTrace> sent) throws Exception {
    return String.join("\n", findings(stack, data, sent).described());
  }

  /** As far as the account comes: a lookup of a trace whose file is gone ends it. */
  private Findings findings(LocalStack stack, Path data, Map<TraceId, SentTrace> sent)
      throws Exception {
    Findings findings = new Findings();
    try {
      audit(stack, data, sent, findings);
    } catch (IOException e) {
      // That file cannot be read either.
    }
    return findings;
  }

  private Audit.Account audit(
      LocalStack stack, Path data, Map<TraceId, SentTrace> sent, Findings findings)
      throws Exception {
    Asked api = new Asked(stack.endpoints().query());
    return new Audit(stack, LocalStack.archive(data), api, sent, findings)
        .run(beganMillis, Integer.MAX_VALUE, new SeenKept(findings), done -> {});
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(
          files
              .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(end))
              .sorted()
              .toList());
    }
  }
}
