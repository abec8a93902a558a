package dev.tailspan.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The clock and what is still to happen. An event may let time pass; what is due meanwhile runs
 * then, and may pause as well, so invocations take turns request by request. Each has a thread for
 * that, but one runs at a time, and which one the events alone decide: a seed is the same run each
 * time.
 */
final class World implements AutoCloseable {
  /** Some day at ten past an hour, so that hours end during a run. */
  static final long START_MILLIS = 1_800_000_000_000L + 600_000;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMillis).thenComparing(Event::number));
  private final Deque<Turn> idle = new ArrayDeque<>();
  private final Set<Turn> paused = new LinkedHashSet<>();
  private @Nullable Turn outside;
  private @Nullable Throwable failure;
  private long now = START_MILLIS;
  private long number;
  private boolean ended;

  /** Whose turn it is when it is given. */
  private static final class Turn {
    private final Thread thread = Thread.currentThread();
    private final Semaphore given = new Semaphore(0);

    void give() {
      given.release();
    }

    void await() {
      given.acquireUninterruptibly();
    }
  }

  /** Something to do, or the turn of a thread that has let time pass: one of them is null. */
  private record Event(
      long atMillis, long number, @Nullable Runnable action, @Nullable Turn turn) {}

  /** Unwinds what is paused when the world ends. */
  private static final class Ended extends Error {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("the world has ended", null, false, false);
    }
  }

  /** Epoch milliseconds. */
  long now() {
    return now;
  }

  void at(long millis, Runnable action) {
    events.add(new Event(Math.max(now, millis), number++, action, null));
  }

  void in(long millis, Runnable action) {
    at(now + millis, action);
  }

  /** Lets time pass, for whoever calls it. */
  void pass(long millis) {
    passUntil(now + millis);
  }

  /**
   * Lets time pass. Outside of events, throws what one of them has thrown meanwhile.
   *
   * @param millis epoch milliseconds
   */
  void passUntil(long millis) {
    if (ended) {
      throw new Ended();
    }
    Event next = events.peek();
    if (next == null || next.atMillis() > millis) {
      now = Math.max(now, millis);
      return;
    }
    Turn mine = new Turn();
    events.add(new Event(Math.max(now, millis), number++, null, mine));
    paused.add(mine);
    if (outside == null) {
      outside = mine;
    }
    letOthersGoOn();
    mine.await();
    paused.remove(mine);
    if (ended) {
      throw new Ended();
    }
    if (mine == outside) {
      outside = null;
      throwFailure();
    }
  }

  private void throwFailure() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void letOthersGoOn() {
    Event next = events.element();
    if (next.turn() != null) {
      events.remove();
      now = Math.max(now, next.atMillis());
      next.turn().give();
      return;
    }
    Turn other = idle.poll();
    if (other == null) {
      Thread thread = new Thread(this::takeTurns, Thread.currentThread().getName());
      thread.setDaemon(true);
      thread.start();
    } else {
      other.give();
    }
  }

  /** A thread's life: to run events, and to wait while others do. */
  private void takeTurns() {
    Turn mine = new Turn();
    try {
      while (!ended) {
        Turn next = runEvents();
        idle.push(mine);
        next.give();
        mine.await();
      }
    } catch (Ended e) {
      // It was paused.
    }
  }

  /** Returns whose turn it is then. */
  private Turn runEvents() {
    try {
      Event next = events.remove();
      while (next.action() != null) {
        now = Math.max(now, next.atMillis());
        next.action().run();
        next = events.remove();
      }
      now = Math.max(now, next.atMillis());
      return Objects.requireNonNull(next.turn());
    } catch (Ended e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failure = e;
      return Objects.requireNonNull(outside);
    }
  }

  /** Ends what is under way, wherever it is. */
  @Override
  public void close() {
    ended = true;
    List<Turn> all = new ArrayList<>(paused);
    all.addAll(idle);
    for (Turn turn : all) {
      turn.give();
      try {
        turn.thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts", e);
      }
    }
  }
}
