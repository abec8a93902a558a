package dev.tailspan.block;

/** Which traces to take, by the two halves of the trace id. */
@FunctionalInterface
public interface TraceFilter {
  boolean test(long traceIdHigh, long traceIdLow);

  /** Takes every trace. */
  static TraceFilter all() {
    return (high, low) -> true;
  }

  /** Takes the traces of one bucket, as is needed where a block is shared by all. */
  static TraceFilter bucket(Layout layout, int bucket) {
    return (high, low) -> layout.bucket(high, low) == bucket;
  }

  default TraceFilter and(TraceFilter other) {
    return (high, low) -> test(high, low) && other.test(high, low);
  }
}
