package dev.tailspan.storage;

/** Adds up what the stores of one process are charged; safe for several threads. */
public final class UsageMeter {
  private Usage sum = Usage.NONE;
  private Usage total = Usage.NONE;

  public synchronized void add(Usage usage) {
    sum = sum.plus(usage);
    total = total.plus(usage);
  }

  /** What came together since the last drain, so that it can be written down once. */
  public synchronized Usage drain() {
    Usage drained = sum;
    sum = Usage.NONE;
    return drained;
  }

  /** Takes back what was drained, but not written down after all. */
  public synchronized void giveBack(Usage drained) {
    sum = sum.plus(drained);
  }

  /** Everything since the start. */
  public synchronized Usage total() {
    return total;
  }
}
