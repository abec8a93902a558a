package dev.tailspan.wire;

/**
 * Recognises what most bytes of a span are: an attribute of one key and one text or number, all
 * ASCII, each length in one byte. What it recognises is valid; of all else it says nothing.
 */
final class PlainAttribute {
  /** {@code Span.attributes}, as a tag. */
  static final int OF_SPAN = 9 << 3 | ProtoReader.LENGTH;

  private static final int KEY = 1 << 3 | ProtoReader.LENGTH;
  private static final int VALUE = 2 << 3 | ProtoReader.LENGTH;
  private static final int TEXT = 1 << 3 | ProtoReader.LENGTH;
  private static final int TRUTH = 2 << 3 | ProtoReader.VARINT;
  private static final int INTEGER = 3 << 3 | ProtoReader.VARINT;
  private static final int FRACTION = 4 << 3 | ProtoReader.FIXED64;

  /** One byte less than the longest, whose last bits need a closer look. */
  private static final int MAX_VARINT_BYTES = 9;

  private PlainAttribute() {}

  /** Whether the {@code KeyValue} at {@code bytes[from, to)} is one. */
  static boolean isAt(byte[] bytes, int from, int to) {
    if (to - from < 6 || bytes[from] != KEY) {
      return false;
    }
    int keyLength = bytes[from + 1];
    int keyEnd = from + 2 + keyLength;
    int value = keyEnd + 2;
    if (keyLength < 0
        || to - value < 2
        || bytes[keyEnd] != VALUE
        || bytes[keyEnd + 1] != to - value) {
      return false;
    }
    return switch (bytes[value]) {
      // Tags and lengths are ASCII themselves, so one look covers both texts.
      case TEXT -> bytes[value + 1] == to - value - 2 && Utf8.isAscii(bytes, from, to);
      case INTEGER, TRUTH -> isVarint(bytes, value + 1, to) && Utf8.isAscii(bytes, from, keyEnd);
      case FRACTION -> to - value == 1 + Long.BYTES && Utf8.isAscii(bytes, from, keyEnd);
      default -> false;
    };
  }

  private static boolean isVarint(byte[] bytes, int from, int to) {
    int last = to - 1;
    for (int i = from; i < last; i++) {
      if (bytes[i] >= 0) {
        return false;
      }
    }
    return bytes[last] >= 0 && to - from <= MAX_VARINT_BYTES;
  }
}
