package dev.tailspan.block;

import java.nio.charset.StandardCharsets;

/**
 * A text to be looked for in encoded spans. Says cheaply that something is nowhere in a span; where
 * it is found it may be in any field.
 */
public final class BytePattern {
  private final String latin1;

  private BytePattern(String latin1) {
    this.latin1 = latin1;
  }

  /** The UTF-8 bytes of the text. */
  public static BytePattern of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new BytePattern(new String(utf8, StandardCharsets.ISO_8859_1));
  }

  /** One char a byte: the copy and the search are vector code, a loop of our own is not. */
  boolean isIn(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1).contains(latin1);
  }
}
