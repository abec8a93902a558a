package dev.tailspan.local.chaos;

import dev.tailspan.local.traffic.SendException;
import dev.tailspan.local.traffic.SpanSender;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Traffic that is written down. The pieces of a trace come by different ways and at different
 * times, some so late that the trace has been decided before. What is refused is sent again. One
 * thread sends, others may look.
 */
final class SentTraces {
  /** How many rounds are to be sent in a second. */
  static final int ROUNDS_A_SECOND = 10;

  private static final double SPANS_A_TRACE = 13;

  /** In rounds. */
  private static final int[] DELAYS = {0, 0, 0, 0, 1, 5, 40, 80};

  private final SplittableRandom random;
  private final List<SpanSender> ways;
  private final double tracesARound;
  private final Map<TraceId, SentTrace> begun = new ConcurrentHashMap<>();
  private final List<TraceId> order = Collections.synchronizedList(new ArrayList<>());
  private final TreeMap<Integer, List<Span>> due = new TreeMap<>();
  private int round;
  private double owed;
  private volatile long accepted;
  private volatile long refusals;

  /**
   * @param ways each span goes by one of them
   */
  SentTraces(long seed, double spansPerSecond, List<SpanSender> ways) {
    this.random = new SplittableRandom(seed);
    this.ways = List.copyOf(ways);
    this.tracesARound = spansPerSecond / ROUNDS_A_SECOND / SPANS_A_TRACE;
  }

  /** Begins some traces, and sends the pieces of all that are due. */
  void sendRound(long nowMillis) throws InterruptedException {
    for (owed += tracesARound; owed >= 1; owed--) {
      SentTrace trace = new SentTrace(random.nextLong(), nowMillis * 1_000_000);
      List<Span> spans = trace.spans();
      begun.put(spans.get(0).traceId(), trace);
      order.add(spans.get(0).traceId());
      int cut = random.nextInt(spans.size());
      plan(spans.subList(0, cut));
      plan(spans.subList(cut, spans.size()));
    }
    send(due.remove(round));
    round++;
  }

  /**
   * Sends the pieces that are still to come.
   *
   * @return whether all were accepted; else some are to come still
   */
  boolean sendRest() throws InterruptedException {
    List<List<Span>> rest = List.copyOf(due.values());
    due.clear();
    for (List<Span> piece : rest) {
      send(piece);
    }
    return due.isEmpty();
  }

  /** The traces begun so far. */
  Map<TraceId, SentTrace> byId() {
    return Collections.unmodifiableMap(begun);
  }

  /** One of the traces, drawn from the latest ones mostly; empty before the first. */
  Optional<TraceId> any(SplittableRandom by) {
    int count = order.size();
    if (count == 0) {
      return Optional.empty();
    }
    int among = by.nextBoolean() ? count : Math.min(count, 100);
    return Optional.of(order.get(count - 1 - by.nextInt(among)));
  }

  /** Spans that were accepted, each once. */
  long accepted() {
    return accepted;
  }

  /** How often spans were refused, and sent again. */
  long refusals() {
    return refusals;
  }

  private void plan(List<Span> piece) {
    planAt(round + DELAYS[random.nextInt(DELAYS.length)], piece);
  }

  private void planAt(int at, List<Span> piece) {
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
        send(ways.get(i), parts.get(i));
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread sends
  private void send(SpanSender way, List<Span> part) throws InterruptedException {
    try {
      way.send(part);
      accepted += part.size();
    } catch (SendException e) {
      refusals++;
      planAt(round + 1, part);
    }
  }
}
