package dev.tailspan.local.chaos;

import dev.tailspan.local.traffic.SyntheticTraces;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up trace, made anew from its seed whenever its spans are wanted: so hundreds of thousands
 * can be remembered.
 *
 * @param startNanos when its root starts, epoch nanoseconds
 */
record SentTrace(long seed, long startNanos) {
  /** Keeps failed traces, each with certainty, and nothing else. */
  static final String POLICIES =
      """
      tail_sampling:
        decision_wait: 2s
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
          - {name: slow, type: latency, latency: {threshold_ms: 1000}}
          - {name: marked, type: debug}
      """;

  static final String POLICY = "errors";

  private static final double FAILING = 0.4;

  /** Root first. */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>(new SyntheticTraces(seed).next(startNanos));
    SplittableRandom random = new SplittableRandom(~seed);
    if (random.nextDouble() < FAILING) {
      int at = random.nextInt(spans.size());
      spans.set(
          at, spans.get(at).toBuilder().status(new Status(Status.Code.ERROR, "boom")).build());
    }
    return spans;
  }

  /** Whether the policies keep a trace of these spans. */
  static boolean fails(List<Span> trace) {
    return trace.stream().anyMatch(span -> span.status().code() == Status.Code.ERROR);
  }
}
