package dev.tailspan.replay;

/**
 * A span of arrival times, epoch milliseconds.
 *
 * @param startMillis inclusive
 * @param endMillis exclusive; the start itself where the window is empty
 */
public record Window(long startMillis, long endMillis) {
  public Window {
    if (endMillis < startMillis) {
      throw new IllegalArgumentException("the end must not lie before the start");
    }
  }

  public long millis() {
    return endMillis - startMillis;
  }

  public boolean isEmpty() {
    return endMillis == startMillis;
  }
}
