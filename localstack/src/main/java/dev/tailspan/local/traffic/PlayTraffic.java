package dev.tailspan.local.traffic;

import dev.tailspan.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Sends spans in their order, in batches per service as exporters do, each service by the one way
 * given to it, so that the spans of a trace come by several.
 */
public final class PlayTraffic {
  private static final int BATCH = 200;

  private final List<SpanSender> ways;
  private final double spansPerSecond;
  private final IntConsumer progress;
  private int sent;

  /**
   * @param ways the services are dealt out to them so that each gets about as many spans
   * @param spansPerSecond not faster than this
   * @param progress told the number of spans sent, after each batch
   */
  public PlayTraffic(List<SpanSender> ways, double spansPerSecond, IntConsumer progress) {
    this.ways = List.copyOf(ways);
    this.spansPerSecond = spansPerSecond;
    this.progress = progress;
  }

  /** What was accepted. */
  public record Played(int spans, int traces) {}

  /**
   * Sends them all and returns when all are accepted.
   *
   * @throws SendException when some are not
   */
  public Played play(List<Span> spans) throws InterruptedException {
    Map<String, SpanSender> wayOf = deal(spans);
    Map<String, List<Span>> waiting = new LinkedHashMap<>();
    Set<Object> traces = new HashSet<>();
    sent = 0;
    long began = System.nanoTime();
    for (Span span : spans) {
      traces.add(span.traceId());
      List<Span> batch = waiting.computeIfAbsent(span.serviceName(), s -> new ArrayList<>(BATCH));
      batch.add(span);
      if (batch.size() == BATCH) {
        waiting.remove(span.serviceName());
        send(wayOf, batch, began);
      }
    }
    for (List<Span> batch : waiting.values()) {
      send(wayOf, batch, began);
    }
    return new Played(sent, traces.size());
  }

  private void send(Map<String, SpanSender> wayOf, List<Span> batch, long began)
      throws InterruptedException {
    SpanSender way = wayOf.get(batch.get(0).serviceName());
    if (way == null) {
      throw new IllegalStateException("no way for " + batch.get(0).serviceName());
    }
    way.send(batch);
    sent += batch.size();
    progress.accept(sent);
    long due = began + (long) (sent / spansPerSecond * 1e9);
    long early = (due - System.nanoTime()) / 1_000_000;
    if (early > 0) {
      Thread.sleep(early);
    }
  }

  /** The largest service first, each to the way that has least so far. */
  private Map<String, SpanSender> deal(List<Span> spans) {
    Map<String, Integer> counts = new HashMap<>();
    spans.forEach(span -> counts.merge(span.serviceName(), 1, Integer::sum));
    int[] load = new int[ways.size()];
    Map<String, SpanSender> dealt = new HashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            service -> {
              int least = 0;
              for (int way = 1; way < load.length; way++) {
                least = load[way] < load[least] ? way : least;
              }
              load[least] += service.getValue();
              dealt.put(service.getKey(), ways.get(least));
            });
    return dealt;
  }
}
