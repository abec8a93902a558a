package dev.tailspan.ottl;

import dev.tailspan.text.Excerpt;

/** Escapes of string literals, those of Go's {@code strconv.UnquoteChar}. */
final class Unquoted {
  private static final String SHORT = "abfnrtv\\\"";
  private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\\"";

  private Unquoted() {}

  /** The text between two quotes, {@code from} included and {@code to} not. */
  static String of(String text, int from, int to) throws OttlSyntaxException {
    if (text.indexOf('\\', from) < 0) {
      return text.substring(from, to);
    }
    StringBuilder out = new StringBuilder(to - from);
    for (int i = from; i < to; ) {
      i = text.charAt(i) == '\\' ? escape(text, i, to, out) : plain(text.charAt(i), i, out);
    }
    return out.toString();
  }

  private static int plain(char c, int at, StringBuilder out) {
    out.append(c);
    return at + 1;
  }

  private static int escape(String text, int at, int to, StringBuilder out)
      throws OttlSyntaxException {
    char c = text.charAt(at + 1);
    int meant = SHORT.indexOf(c);
    if (meant >= 0) {
      return plain(MEANT.charAt(meant), at + 1, out);
    }
    // Also \xff is the character U+00FF, not a byte: so does the parser OTTL is built on.
    return switch (c) {
      case 'x' -> code(text, at, at + 2, at + 4, to, 16, out);
      case 'u' -> code(text, at, at + 2, at + 6, to, 16, out);
      case 'U' -> code(text, at, at + 2, at + 10, to, 16, out);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> code(text, at, at + 1, at + 4, to, 8, out);
      default -> throw wrong(text, at, at + 2);
    };
  }

  private static int code(
      String text, int at, int from, int end, int to, int radix, StringBuilder out)
      throws OttlSyntaxException {
    if (end > to) {
      throw wrong(text, at, to);
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        throw wrong(text, at, end);
      }
      value = value * radix + digit;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (value > (radix == 8 ? 0xff : Character.MAX_CODE_POINT) || surrogate) {
      throw wrong(text, at, end);
    }
    out.appendCodePoint((int) value);
    return end;
  }

  private static OttlSyntaxException wrong(String text, int at, int end) {
    String shown = text.substring(at, Math.min(end, text.length()));
    return new OttlSyntaxException(
        at,
        Excerpt.quoted(shown)
            + " is no escape of a text; a backslash is written twice, as in \"\\\\d+\".");
  }
}
