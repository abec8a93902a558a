package dev.tailspan.publisher.export;

/**
 * One record of the stream.
 *
 * @param data packed OTLP, not copied: nobody may write to it
 * @param spans how many it holds
 * @param madeNanos when, by the clock of {@link System#nanoTime}
 */
record SpanRecord(byte[] data, int spans, long madeNanos) {
  /** Hexadecimal digits of the random partition key. */
  static final int KEY_LENGTH = 16;

  /** What Kinesis counts: the data and the partition key. */
  int size() {
    return data.length + KEY_LENGTH;
  }
}
