package dev.tailspan.ottl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts as Go sees them: bytes. A byte that is no UTF-8, as {@code Substring} can leave by cutting
 * a character apart, stands in a Java text as U+DC00 plus the byte.
 */
final class Utf8Text {
  private static final int ESCAPE = 0xdc00;

  private Utf8Text() {}

  static byte[] bytes(String text) {
    return hasEscapes(text) ? escaped(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  static String of(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return escaping(bytes, from, to);
    }
  }

  static String of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Of a byte that is no character, the one that stands for such. */
  static int orReplacement(int codePoint) {
    return codePoint >= ESCAPE && codePoint <= ESCAPE + 0xff ? 0xfffd : codePoint;
  }

  /** One char for each byte, U+0000 to U+00FF: for what Go does byte by byte. */
  static String latin(String text) {
    return new String(bytes(text), StandardCharsets.ISO_8859_1);
  }

  static String ofLatin(String latin) {
    return of(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Bytes. */
  static int length(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return bytes(text).length;
      }
    }
    return text.length();
  }

  /** By bytes, which is not the order of Java's texts beyond U+FFFF. */
  static int compare(String a, String b) {
    return a.equals(b) ? 0 : Arrays.compareUnsigned(bytes(a), bytes(b));
  }

  static boolean equal(String a, String b) {
    return compare(a, b) == 0;
  }

  /** Whether a low surrogate stands alone. */
  private static boolean hasEscapes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (Character.isLowSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] escaped(String text) {
    StringBuilder latin = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= ESCAPE && c <= ESCAPE + 0xff) {
                latin.append((char) (c - ESCAPE));
              } else {
                byte[] utf8 = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                latin.append(new String(utf8, StandardCharsets.ISO_8859_1));
              }
            });
    return latin.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String escaping(byte[] bytes, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    for (int i = from; i < to; ) {
      int length = characterLength(bytes, i, to);
      if (length == 0) {
        out.append((char) (ESCAPE + (bytes[i] & 0xff)));
        i++;
      } else {
        out.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return out.toString();
  }

  /** Bytes of the character that begins there; 0 where none does. */
  private static int characterLength(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || at + length > to) {
      return 0;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      return length;
    } catch (CharacterCodingException e) {
      return 0;
    }
  }
}
