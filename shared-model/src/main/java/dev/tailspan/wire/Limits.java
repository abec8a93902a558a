package dev.tailspan.wire;

/**
 * What foreign bytes may ask of us.
 *
 * @param maxDecodedBytes of one record after all decompression together (a decompression bomb ends
 *     here)
 * @param maxSpanBytes of one encoded span; also of one resource and one scope
 * @param maxNesting messages within messages, counted from {@code TracesData} as 1. Readers built
 *     on protobuf-java stop at 100, so a block that is to be readable by them must stay below
 * @param maxEnvelopes envelopes within envelopes, e.g. 2 for gzip inside an aggregated record
 * @param maxZstdWindowLog base-2 logarithm of the largest zstd window, which is memory the sender
 *     makes us allocate
 */
public record Limits(
    int maxDecodedBytes, int maxSpanBytes, int maxNesting, int maxEnvelopes, int maxZstdWindowLog) {
  /**
   * 32 MiB a record, 4 MiB a span, 90 levels, 3 envelopes, a zstd window of 32 MiB: frames made in
   * one go have a window as large as what they hold.
   */
  public static final Limits DEFAULT = new Limits(32 << 20, 4 << 20, 90, 3, 25);

  public Limits {
    positive(maxDecodedBytes, "maxDecodedBytes");
    positive(maxSpanBytes, "maxSpanBytes");
    positive(maxEnvelopes, "maxEnvelopes");
    if (maxNesting < 6 || maxNesting > 99) {
      throw new IllegalArgumentException("maxNesting must be 6 to 99, but is " + maxNesting);
    }
    if (maxZstdWindowLog < 10 || maxZstdWindowLog > 27) {
      throw new IllegalArgumentException(
          "maxZstdWindowLog must be 10 to 27, but is " + maxZstdWindowLog);
    }
  }

  private static void positive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }
}
