package dev.tailspan.replay;

import dev.tailspan.replay.ReplayAnswer.Bound;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is to be replayed, and within what.
 *
 * @param window arrivals; rounded to steps
 * @param nowMillis what is older than the time to live of staging by then is not staged any more
 * @param examples at most so many traces for each way of changing sides
 * @param maxBytes read of staged blocks as stored, or of archived traces as OTLP
 * @param maxTraces traces decided
 * @param timeLeft asked before each step, or each archived trace
 */
public record ReplayRequest(
    Window window,
    long nowMillis,
    int examples,
    long maxBytes,
    int maxTraces,
    BooleanSupplier timeLeft) {

  public ReplayRequest {
    if (window.isEmpty() || examples < 0 || maxBytes < 1 || maxTraces < 1) {
      throw new IllegalArgumentException("the end lies after the start, and bounds are positive");
    }
  }

  /** The bound that is reached by what was read and decided, or by now. */
  Optional<Bound> reached(long bytes, int traces) {
    if (bytes >= maxBytes) {
      return Optional.of(Bound.BYTES);
    }
    if (traces >= maxTraces) {
      return Optional.of(Bound.TRACES);
    }
    return timeLeft.getAsBoolean() ? Optional.empty() : Optional.of(Bound.TIME);
  }
}
