package dev.tailspan.local.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was started, ended in the opposite order, all of it even if some of it fails. Thread-safe.
 */
final class Closing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Closing.class.getName());

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /** Takes it over; one that comes after {@link #close} is ended at once. */
  <T extends AutoCloseable> T add(T resource) {
    synchronized (this) {
      if (!closed) {
        started.push(resource);
        return resource;
      }
    }
    end(resource);
    throw new StackException("the stack was stopped while it started");
  }

  /** A second call does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    for (AutoCloseable next = next(); next != null; next = next()) {
      end(next);
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    return started.poll();
  }

  private static void end(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "Closing failed: {0}", e);
    }
  }
}
