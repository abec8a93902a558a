package dev.tailspan.ottl;

/** Camel and snake case of {@code iancoleman/strcase} v0.3.0, byte by byte as there. */
final class Cases {
  private Cases() {}

  /** {@code some_name} to {@code SomeName}; what is neither letter nor digit falls away. */
  static String camel(String text) {
    String bytes = Utf8Text.latin(text.strip());
    StringBuilder out = new StringBuilder(bytes.length());
    boolean capitalNext = true;
    boolean capitalBefore = false;
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      boolean capital = isCapital(c);
      boolean small = isSmall(c);
      if (capitalNext) {
        c = small ? (char) (c - 32) : c;
      } else if (capitalBefore && capital) {
        c += 32;
      }
      capitalBefore = capital;
      if (capital || small) {
        out.append(c);
        capitalNext = false;
      } else if (isDigit(c)) {
        out.append(c);
        capitalNext = true;
      } else {
        capitalNext = "_ -.".indexOf(c) >= 0;
      }
    }
    return out.toString();
  }

  /** {@code someName} to {@code some_name}. */
  static String snake(String text) {
    String bytes = Utf8Text.latin(text.strip());
    StringBuilder out = new StringBuilder(bytes.length() + 2);
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      char lower = isCapital(c) ? (char) (c + 32) : c;
      char next = i + 1 < bytes.length() ? bytes.charAt(i + 1) : 0;
      if (next != 0 && changes(c, next)) {
        boolean acronymEnds =
            isCapital(c) && isSmall(next) && i > 0 && isCapital(bytes.charAt(i - 1));
        out.append(acronymEnds ? "_" : "").append(lower);
        out.append(isSmall(c) || isDigit(c) || isDigit(next) ? "_" : "");
      } else {
        out.append(" _-.".indexOf(c) >= 0 ? '_' : lower);
      }
    }
    return Utf8Text.ofLatin(out.toString());
  }

  private static boolean changes(char c, char next) {
    return isCapital(c) && (isSmall(next) || isDigit(next))
        || isSmall(c) && (isCapital(next) || isDigit(next))
        || isDigit(c) && (isCapital(next) || isSmall(next));
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isSmall(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
