package dev.tailspan.stores.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;

/** Any text as printable ASCII, as object metadata must be: percent-encoded UTF-8. */
final class AsciiText {
  private AsciiText() {}

  /**
   * Encodes as much of the text as fits.
   *
   * @param maxLength of the result, at least 3; what does not fit is replaced by "..."
   */
  static String encode(String text, int maxLength) {
    StringBuilder encoded = new StringBuilder();
    int whole = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      append(codePoint, encoded);
      if (encoded.length() <= maxLength - 3) {
        whole = encoded.length();
      } else if (encoded.length() > maxLength) {
        encoded.setLength(whole);
        return encoded.append("...").toString();
      }
      i += Character.charCount(codePoint);
    }
    return encoded.toString();
  }

  private static void append(int codePoint, StringBuilder encoded) {
    // Spaces at the ends of a header's value are not kept, so none is left bare there or elsewhere.
    if (codePoint > ' ' && codePoint < 0x7f && codePoint != '%' && codePoint != '+') {
      encoded.append((char) codePoint);
      return;
    }
    for (byte b : Character.toString(codePoint).getBytes(UTF_8)) {
      encoded.append('%').append(String.format("%02X", b & 0xff));
    }
  }

  static String decode(String encoded) {
    return URLDecoder.decode(encoded, UTF_8);
  }
}
