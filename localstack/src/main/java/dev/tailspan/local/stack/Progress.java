package dev.tailspan.local.stack;

/** Told what the stack is at, line by line, possibly by several threads at once. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress SILENT = (what, detail) -> {};

  /**
   * Something is there.
   *
   * @param what its name
   * @param detail its address or the like
   */
  void ready(String what, String detail);
}
