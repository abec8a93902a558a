package dev.tailspan.fuzz;

import java.util.List;

/**
 * Something that reads foreign bytes.
 *
 * @param seeds inputs that make sense, to start from
 * @param body takes any bytes; of exceptions it lets through only those that are documented nowhere
 */
public record FuzzTarget(String name, List<byte[]> seeds, Body body) {
  /** Runs one input. */
  @FunctionalInterface
  public interface Body {
    void run(byte[] input) throws Exception;
  }

  /** What does not hold though it should. */
  public static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
