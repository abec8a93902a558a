package dev.tailspan.stores.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes any text one path segment of an object's key. */
public final class ObjectKeys {
  private ObjectKeys() {}

  /**
   * The text with all but letters, digits and {@code . _ = -} written as {@code !} and two hex
   * digits a UTF-8 byte: different texts give different segments, none is "..", none holds a slash,
   * and S3 calls all of these characters safe.
   */
  public static String segment(String text) {
    boolean onlyDots = text.chars().allMatch(c -> c == '.');
    StringBuilder segment = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c) && !(c == '.' && onlyDots)) {
        segment.append(c);
      } else {
        segment.append('!').append(String.format("%02X", (int) c));
      }
    }
    return segment.isEmpty() ? "!" : segment.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "._=-".indexOf(c) >= 0;
  }
}
