package dev.tailspan.model;

/**
 * A 64-bit span id; zero is invalid, and as a parent id means "no parent".
 *
 * @param value the eight bytes, big-endian
 */
public record SpanId(long value) implements Comparable<SpanId> {
  /** Length of an id in bytes. */
  public static final int BYTES = 8;

  /** The invalid id: no span has it, a root names it as its parent. */
  public static final SpanId NONE = new SpanId(0);

  /**
   * Reads 16 hex digits of either case.
   *
   * @throws IllegalArgumentException naming the text when it is no such id
   */
  public static SpanId fromHex(String hex) {
    if (hex.length() != Hex.LONG_DIGITS) {
      throw new IllegalArgumentException(
          "span id must be 16 hex digits, but has " + hex.length() + " characters");
    }
    return new SpanId(Hex.parse(hex, 0, "span id"));
  }

  /** False for zero. */
  public boolean isValid() {
    return value != 0;
  }

  /** 16 lower-case hex digits. */
  public String hex() {
    return Hex.format(value);
  }

  @Override
  public int compareTo(SpanId other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return hex();
  }
}
