package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.local.traffic.OnlineBoutique;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.local.traffic.PlayTraffic;
import dev.tailspan.local.traffic.PlayTraffic.Played;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Plays the bundled traffic, shows the first trace that is kept and checks that nothing is missing.
 */
final class Playback {
  private static final double SPANS_PER_SECOND = 6000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 300;
  private static final int MAX_ROWS = 40;
  private static final int PAGE = 100;

  private final LocalStack stack;
  private final QueryApi api;
  private final Terminal terminal;
  private final PrintStream out;

  Playback(LocalStack stack, Terminal terminal, PrintStream out) {
    this.stack = stack;
    this.api = new QueryApi(stack.endpoints().query());
    this.terminal = terminal;
    this.out = out;
  }

  /**
   * What came of it.
   *
   * @param kept a trace that was kept and shown
   * @param complete whether all spans were staged and decided
   */
  record Outcome(Optional<String> kept, boolean complete) {}

  Outcome run() throws InterruptedException {
    Counts before = counts();
    Instant now = Clock.systemUTC().instant();
    long nowNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    SplittableRandom random = new SplittableRandom(nowNanos);
    List<Span> spans =
        OnlineBoutique.spans(nowNanos, new TraceId(random.nextLong(), random.nextLong()));
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.traceId().hex()));
    Played played = play(spans, random.nextLong());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<String> kept = showKept(ids, deadline);
    boolean complete = awaitDecided(before, played, deadline);
    return new Outcome(kept, complete);
  }

  private Played play(List<Span> spans, long seed) throws InterruptedException {
    out.printf(
        "Playing a minute of Online Boutique, %,d spans, as if it had just ended:%n"
            + "half by OTLP/HTTP, half as records on the stream, the spans of a trace by both%n",
        spans.size());
    ProgressLine line = new ProgressLine(out, terminal, "sent %,d of %,d spans", spans.size());
    try (KinesisClient kinesis = stack.kinesisClient()) {
      List<dev.tailspan.local.traffic.SpanSender> ways = new ArrayList<>();
      ways.add(new OtlpHttpSender(stack.endpoints().otlp()));
      ways.add(new KinesisSender(kinesis, stack.stream(), seed));
      return new PlayTraffic(ways, SPANS_PER_SECOND, line::reached).play(spans);
    }
  }

  /** The slowest of the first ones found. */
  private Optional<String> showKept(Set<String> ids, long deadline) throws InterruptedException {
    while (System.nanoTime() < deadline) {
      Optional<String> kept = slowest(ids);
      if (kept.isPresent()) {
        JsonNode trace = api.get("traces/" + kept.get(), List.of()).json();
        out.println();
        out.print(TraceView.found(trace, terminal, MAX_ROWS));
        return kept;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return Optional.empty();
  }

  private Optional<String> slowest(Set<String> ids) throws InterruptedException {
    var limit = new QueryApi.Parameter("limit", Integer.toString(PAGE));
    String slowest = null;
    long longest = -1;
    for (JsonNode trace : api.get("traces", List.of(limit)).json().path("traces")) {
      long nanos = trace.path("summary").path("durationNanos").asLong();
      String id = trace.path("traceId").asText();
      if (nanos > longest && ids.contains(id)) {
        longest = nanos;
        slowest = id;
      }
    }
    return Optional.ofNullable(slowest);
  }

  private boolean awaitDecided(Counts before, Played played, long deadline)
      throws InterruptedException {
    Counts now = counts();
    while (!done(before, now, played) && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
      now = counts();
    }
    out.println();
    out.print(now.text());
    if (!done(before, now, played)) {
      out.printf(
          "Sent %,d spans of %,d traces, but staged %,d and decided on %,d (%,d traces): see %s%n",
          played.spans(),
          played.traces(),
          now.spans() - before.spans(),
          now.decidedSpans() - before.decidedSpans(),
          now.decidedTraces() - before.decidedTraces(),
          stack.logs());
    }
    return done(before, now, played);
  }

  private static boolean done(Counts before, Counts now, Played played) {
    return now.spans() - before.spans() >= played.spans()
        && now.decidedSpans() - before.decidedSpans() >= played.spans()
        && now.decidedTraces() - before.decidedTraces() >= played.traces();
  }

  private Counts counts() throws InterruptedException {
    return Counts.of(api.get("status", List.of()).json());
  }
}
