package dev.tailspan.local.chaos;

import dev.tailspan.block.Layout;
import dev.tailspan.local.traffic.SendException;
import dev.tailspan.local.traffic.SpanSender;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Traces that share the hot trace's bucket, one every few seconds, each asked for until it is
 * decided: how long that took.
 */
final class Neighbours implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 5000;
  private static final long PAUSE_MILLIS = 500;
  private static final long GIVEN_UP_NANOS = 300_000_000_000L;

  private final Asked api;
  private final SpanSender way;
  private final Layout layout;
  private final int bucket;
  private final SplittableRandom random;
  private final List<Long> millis = new ArrayList<>();
  private final Background asking;

  Neighbours(Asked api, SpanSender way, Layout layout, TraceId of, long seed) {
    this.api = api;
    this.way = way;
    this.layout = layout;
    this.bucket = layout.bucket(of);
    this.random = new SplittableRandom(seed);
    this.asking = new Background("neighbours", this::next).start();
  }

  /** How long the decision of each took from its last span on, in order; to be asked at the end. */
  List<Long> millis() {
    synchronized (millis) {
      return List.copyOf(millis);
    }
  }

  private boolean next() throws InterruptedException {
    Thread.sleep(BETWEEN_MILLIS);
    List<Span> spans = neighbour();
    try {
      way.send(spans);
    } catch (SendException e) {
      return true;
    }
    long sent = System.nanoTime();
    try {
      while (!decided(spans.get(0).traceId()) && System.nanoTime() - sent < GIVEN_UP_NANOS) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } finally { // the end of the run ends the last one's wait
      synchronized (millis) {
        millis.add((System.nanoTime() - sent) / 1_000_000);
      }
    }
    return true;
  }

  private List<Span> neighbour() {
    while (true) {
      long now = System.currentTimeMillis() * 1_000_000;
      List<Span> spans = new SentTrace(random.nextLong(), now).spans();
      if (layout.bucket(spans.get(0).traceId()) == bucket) {
        return spans;
      }
    }
  }

  private boolean decided(TraceId id) throws InterruptedException {
    try {
      return api.trace(id).isDecided();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    asking.close();
  }
}
