package dev.tailspan.trace;

import java.util.stream.Collectors;

/**
 * Text from outside made safe for a terminal: whatever could move the cursor, change colours or
 * turn the direction of writing is shown as an escape, never sent.
 */
public final class TerminalText {
  private TerminalText() {}

  /** The text in at most so many columns, cut with an ellipsis, filled up with spaces. */
  public static String fit(String text, int columns) {
    StringBuilder out = new StringBuilder();
    int used = 0;
    int cutLength = 0;
    int cutUsed = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      String shown = visible(c);
      int width = shown.length() > 2 ? shown.length() : columns(c);
      if (used + width > columns) {
        out.setLength(cutLength);
        return pad(out.append('…'), columns - cutUsed - 1);
      }
      out.append(shown);
      used += width;
      if (used < columns) { // an ellipsis would still fit behind it
        cutLength = out.length();
        cutUsed = used;
      }
    }
    return pad(out, columns - used);
  }

  /** The whole text, made safe. */
  public static String safe(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(visible(c)));
    return out.toString();
  }

  /** The columns that the whole text takes, made safe. */
  public static int width(String text) {
    return safe(text).codePoints().map(TerminalText::columns).sum();
  }

  /** Text of several lines, made safe but for its line feeds. */
  public static String lines(String text) {
    return text.lines().map(TerminalText::safe).collect(Collectors.joining("\n"))
        + (text.endsWith("\n") ? "\n" : "");
  }

  /**
   * JSON made safe and still the same JSON: what JSON lets stand unescaped within a text, such as
   * U+009B, which some terminals take for the begin of a command, is escaped as JSON does it.
   */
  public static String json(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || !isUnsafe(c)) {
                out.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  out.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return out.toString();
  }

  private static String pad(StringBuilder out, int spaces) {
    return out.append(" ".repeat(Math.max(0, spaces))).toString();
  }

  private static String visible(int c) {
    return isUnsafe(c) ? "\\u{" + Integer.toHexString(c) + "}" : Character.toString(c);
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /**
   * East Asian wide characters and emoji take two; that a combining mark takes none is not used.
   */
  private static int columns(int c) {
    boolean wide =
        c >= 0x1100 && c <= 0x115F
            || c >= 0x2E80 && c <= 0xA4CF
            || c >= 0xAC00 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0x1F300 && c <= 0x1FAFF
            || c >= 0x20000 && c <= 0x3FFFD;
    return wide ? 2 : 1;
  }
}
