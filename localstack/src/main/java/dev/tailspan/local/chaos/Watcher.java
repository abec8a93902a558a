package dev.tailspan.local.chaos;

import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;

/** Looks traces up at random moments while everything is under way. */
final class Watcher implements AutoCloseable {
  private static final long PAUSE_MILLIS = 400;

  private final Asked api;
  private final SentTraces traffic;
  private final SeenKept seen;
  private final SplittableRandom random;
  private final Background looking;
  private volatile long lookups;
  private volatile long unanswered;

  Watcher(Asked api, SentTraces traffic, SeenKept seen, long seed) {
    this.api = api;
    this.traffic = traffic;
    this.seen = seen;
    this.random = new SplittableRandom(seed);
    this.looking = new Background("watcher", this::lookOn).start();
  }

  /** Lookups while faults were on. */
  long lookups() {
    return lookups;
  }

  /** Of those the ones that failed, as they may while the services do. */
  long unanswered() {
    return unanswered;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
  private boolean lookOn() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    Optional<TraceId> id = traffic.any(random);
    if (id.isPresent()) {
      lookups++;
      try {
        seen.found(id.get(), api.trace(id.get()));
      } catch (IOException e) {
        unanswered++;
      }
    }
    return true;
  }

  @Override
  public void close() throws InterruptedException {
    looking.close();
  }
}
