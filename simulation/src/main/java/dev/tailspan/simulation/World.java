package dev.tailspan.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The clock and what is still to happen. There is one thread: whoever lets time pass runs what
 * happens meanwhile, so a paused invocation goes on when those that began after it have ended.
 */
final class World {
  /** Some day at ten past an hour, so that hours end during a run. */
  static final long START_MILLIS = 1_800_000_000_000L + 600_000;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMillis).thenComparing(Event::number));
  private long now = START_MILLIS;
  private long number;

  private record Event(long atMillis, long number, Runnable action) {}

  /** Epoch milliseconds. */
  long now() {
    return now;
  }

  void at(long millis, Runnable action) {
    events.add(new Event(Math.max(now, millis), number++, action));
  }

  void in(long millis, Runnable action) {
    at(now + millis, action);
  }

  /** Lets time pass. */
  void pass(long millis) {
    passUntil(now + millis);
  }

  void passUntil(long millis) {
    while (!events.isEmpty() && events.peek().atMillis() <= millis) {
      Event next = events.remove();
      now = Math.max(now, next.atMillis());
      next.action().run();
    }
    now = Math.max(now, millis);
  }
}
