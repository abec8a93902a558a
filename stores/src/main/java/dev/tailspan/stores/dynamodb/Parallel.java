package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A few threads for requests that need not wait for one another; one is the caller's own. */
final class Parallel implements AutoCloseable {
  private final @Nullable ExecutorService threads;

  /**
   * What came of one task: a value, or how the store failed.
   *
   * @param value null if and only if it failed
   */
  record Outcome<R>(@Nullable R value, @Nullable StorageException failure) {
    R orThrow() {
      if (value == null) {
        throw failure == null ? new StorageException("no value") : failure;
      }
      return value;
    }
  }

  Parallel(int size) {
    threads = size == 1 ? null : pool(size);
  }

  private static ExecutorService pool(int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tailspan-stores");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Applies a function to each, and returns when all are done, in the same order. A {@link
   * StorageException} is an outcome; any other exception is thrown.
   */
  <T, R> List<Outcome<R>> map(List<T> tasks, Function<? super T, ? extends R> function) {
    if (threads == null || tasks.size() == 1) {
      List<Outcome<R>> outcomes = new ArrayList<>(tasks.size());
      tasks.forEach(task -> outcomes.add(attempt(task, function)));
      return outcomes;
    }
    List<Future<Outcome<R>>> futures = new ArrayList<>(tasks.size());
    for (T task : tasks) {
      futures.add(threads.submit(() -> Parallel.<T, R>attempt(task, function)));
    }
    List<Outcome<R>> outcomes = new ArrayList<>(tasks.size());
    for (Future<Outcome<R>> future : futures) {
      outcomes.add(await(future));
    }
    return outcomes;
  }

  private static <T, R> Outcome<R> attempt(T task, Function<? super T, ? extends R> function) {
    try {
      return new Outcome<>(function.apply(task), null);
    } catch (StorageException e) {
      return new Outcome<>(null, e);
    }
  }

  private static <R> Outcome<R> await(Future<Outcome<R>> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      return new Outcome<>(null, new StorageException("interrupted", e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException broken) {
        throw broken;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdown();
    }
  }
}
