package dev.tailspan.model;

/**
 * A 128-bit trace id, all zero being invalid (W3C Trace Context, section 3.2.2.3).
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
  /** Length of an id in bytes. */
  public static final int BYTES = 16;

  /**
   * Reads 32 hex digits of either case, or 16, which are padded with zeros on the left as B3 does.
   *
   * @throws IllegalArgumentException naming the text when it is no such id
   */
  public static TraceId fromHex(String hex) {
    if (hex.length() == 2 * Hex.LONG_DIGITS) {
      return new TraceId(
          Hex.parse(hex, 0, "trace id"), Hex.parse(hex, Hex.LONG_DIGITS, "trace id"));
    }
    if (hex.length() == Hex.LONG_DIGITS) {
      return new TraceId(0, Hex.parse(hex, 0, "trace id"));
    }
    throw new IllegalArgumentException(
        "trace id must be 32 (or 16) hex digits, but has " + hex.length() + " characters");
  }

  /** False for the all-zero id. */
  public boolean isValid() {
    return (high | low) != 0;
  }

  /** 32 lower-case hex digits. */
  public String hex() {
    return Hex.format(high) + Hex.format(low);
  }

  /** Order of the bytes, unsigned: the order of the hex texts. */
  @Override
  public int compareTo(TraceId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
