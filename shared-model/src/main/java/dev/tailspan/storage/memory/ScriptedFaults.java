package dev.tailspan.storage.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts operations and throws at chosen ones. To crash between any two calls of a use case: run it
 * once without a fault, take {@link #calls} n, then run it n times with {@code failAt(0..n-1,
 * ...)}.
 */
public final class ScriptedFaults implements Faults {
  private final List<String> calls = new ArrayList<>();
  private int failBeforeCall = -1;
  private int failAfterCall = -1;
  private @Nullable String failing;
  private Supplier<? extends RuntimeException> fault = IllegalStateException::new;

  /** Throws once, before the operation with this index (from 0, counted from now on). */
  public synchronized ScriptedFaults failAt(
      int index, Supplier<? extends RuntimeException> exception) {
    reset();
    failBeforeCall = index;
    fault = exception;
    return this;
  }

  /** Throws once, when the operation with this index (from 0, counted from now on) is done. */
  public synchronized ScriptedFaults failAfter(
      int index, Supplier<? extends RuntimeException> exception) {
    reset();
    failAfterCall = index;
    fault = exception;
    return this;
  }

  /** Throws before every operation of this name until {@link #reset}. */
  public synchronized ScriptedFaults failAll(
      String operation, Supplier<? extends RuntimeException> exception) {
    reset();
    failing = operation;
    fault = exception;
    return this;
  }

  /** Forgets the calls and throws no more. */
  public synchronized void reset() {
    calls.clear();
    failBeforeCall = -1;
    failAfterCall = -1;
    failing = null;
  }

  /** The operations since the last reset, those that failed included. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** How many operations of a name there were since the last reset. */
  public synchronized long count(String operation) {
    return calls.stream().filter(operation::equals).count();
  }

  @Override
  public synchronized void before(String operation) {
    calls.add(operation);
    if (calls.size() - 1 == failBeforeCall || operation.equals(failing)) {
      throw fault.get();
    }
  }

  @Override
  public synchronized void after(String operation) {
    // With one thread the operation that ends is the one that began last.
    if (calls.size() - 1 == failAfterCall) {
      throw fault.get();
    }
  }
}
