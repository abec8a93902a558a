package dev.tailspan.local.sizing;

/**
 * What comes in and what is kept of it.
 *
 * @param spansPerSecond in the long run; sizes are made for it and a margin
 * @param keptShare of all traces, 0 to 1
 * @param spanBytes of a span with its share of the resource, as put on the stream
 */
public record Load(double spansPerSecond, double keptShare, int spanBytes) {
  static final int SPANS_PER_TRACE = 10;

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException naming what is out of bounds
   */
  public Load {
    if (!(spansPerSecond > 0 && spansPerSecond <= 1e9)) {
      throw new IllegalArgumentException(
          "spans per second must be more than 0 and at most 1e9, not " + spansPerSecond);
    }
    if (!(keptShare >= 0 && keptShare <= 1)) {
      throw new IllegalArgumentException("the share kept must be 0 to 1, not " + keptShare);
    }
    if (spanBytes < 10 || spanBytes > 1 << 20) {
      throw new IllegalArgumentException("a span must have 10 to 1048576 bytes, not " + spanBytes);
    }
  }

  double bytesPerSecond() {
    return spansPerSecond * spanBytes;
  }

  double tracesPerSecond() {
    return spansPerSecond / SPANS_PER_TRACE;
  }
}
