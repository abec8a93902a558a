package dev.tailspan.local.stack;

import dev.tailspan.local.traffic.SpanSender;
import dev.tailspan.local.traffic.SyntheticTraces;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Traffic that is written down. The pieces of a trace come by different ways and at different
 * times, some so late that the trace has been decided before.
 */
final class SentTraces {
  private static final int TRACES_A_ROUND = 2;
  private static final double FAILING = 0.4;

  /** In rounds of a tenth of a second. */
  private static final int[] DELAYS = {0, 0, 0, 0, 1, 5, 40, 80};

  private final SplittableRandom random;
  private final SyntheticTraces traces;
  private final List<SpanSender> ways;
  private final Map<String, List<Span>> sent = new LinkedHashMap<>();
  private final TreeMap<Integer, List<Span>> due = new TreeMap<>();
  private int round;

  SentTraces(long seed, List<SpanSender> ways) {
    this.random = new SplittableRandom(seed);
    this.traces = new SyntheticTraces(seed);
    this.ways = List.copyOf(ways);
  }

  /** Begins some traces, and sends the pieces of all that are due. */
  void sendRound(long nowMillis) throws InterruptedException {
    for (int i = 0; i < TRACES_A_ROUND; i++) {
      List<Span> trace = next(nowMillis * 1_000_000);
      sent.put(trace.get(0).traceId().hex(), trace);
      int cut = random.nextInt(trace.size());
      plan(trace.subList(0, cut));
      plan(trace.subList(cut, trace.size()));
    }
    send(due.remove(round));
    round++;
  }

  /** The pieces that are still to come. */
  void sendRest() throws InterruptedException {
    for (List<Span> piece : due.values()) {
      send(piece);
    }
    due.clear();
  }

  /** Everything sent so far, by trace id. */
  Map<String, List<Span>> byId() {
    return sent;
  }

  static boolean fails(List<Span> trace) {
    return trace.stream().anyMatch(span -> span.status().code() == Status.Code.ERROR);
  }

  private List<Span> next(long startNanos) {
    List<Span> trace = new ArrayList<>(traces.next(startNanos));
    if (random.nextDouble() < FAILING) {
      int at = random.nextInt(trace.size());
      trace.set(
          at, trace.get(at).toBuilder().status(new Status(Status.Code.ERROR, "boom")).build());
    }
    return trace;
  }

  private void plan(List<Span> piece) {
    int at = round + DELAYS[random.nextInt(DELAYS.length)];
    due.computeIfAbsent(at, r -> new ArrayList<>()).addAll(piece);
  }

  private void send(List<Span> spans) throws InterruptedException {
    if (spans == null || spans.isEmpty()) {
      return;
    }
    List<List<Span>> parts = new ArrayList<>();
    ways.forEach(way -> parts.add(new ArrayList<>()));
    spans.forEach(span -> parts.get(random.nextInt(parts.size())).add(span));
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isEmpty()) {
        ways.get(i).send(parts.get(i));
      }
    }
  }
}
