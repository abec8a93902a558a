package dev.tailspan.ottl;

import org.jspecify.annotations.Nullable;

/** Percent signs of Go's {@code net/url}, over one char for each byte. */
enum UrlEscape {
  PATH("$&+,/:;=@"),
  HOST("!$&'()*+,;=:[]<>\""),
  USER("$&+,;="),
  QUERY(""),
  FRAGMENT("$&+,/:;=?@!()*");

  private static final String HEX = "0123456789ABCDEF";

  private final String plain;

  UrlEscape(String plain) {
    this.plain = plain;
  }

  private boolean isPlain(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || ("-_.~" + plain).indexOf(c) >= 0);
  }

  String escape(String bytes) {
    StringBuilder out = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (isPlain(c)) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return out.toString();
  }

  /** Null where a percent sign is not followed by two hex digits, or not wanted there. */
  @Nullable String unescape(String bytes) {
    StringBuilder out = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (c == '%') {
        int value = i + 2 < bytes.length() ? hex(bytes, i + 1) : -1;
        boolean unwanted = this == HOST && value < 0x80 && value != '%';
        if (value < 0 || unwanted) {
          return null;
        }
        out.append((char) value);
        i += 2;
      } else if (this == HOST && c < 0x80 && !isPlain(c)) {
        return null;
      } else {
        out.append(this == QUERY && c == '+' ? ' ' : c);
      }
    }
    return out.toString();
  }

  private static int hex(String bytes, int at) {
    int high = bytes.charAt(at) < 0x80 ? Character.digit(bytes.charAt(at), 16) : -1;
    int low = bytes.charAt(at + 1) < 0x80 ? Character.digit(bytes.charAt(at + 1), 16) : -1;
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  /** As it was written, where that is a way to write it; otherwise escaped afresh. */
  String keeping(String written, String meant) {
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if ("!$&'()*+,;=:@[]%".indexOf(c) < 0 && !isPlain(c)) {
        return escape(meant);
      }
    }
    return written;
  }
}
