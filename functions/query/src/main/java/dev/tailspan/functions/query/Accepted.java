package dev.tailspan.functions.query;

import java.util.Locale;

/** What a client says it takes (RFC 9110, section 12.5). */
final class Accepted {
  private Accepted() {}

  /**
   * How much a client wants something, 0 (not at all) to 1.
   *
   * @param header a list as in {@code gzip, br;q=0.5}
   * @param wanted a media type or an encoding, in lower case
   */
  static double weight(String header, String wanted) {
    double best = 0;
    int bestLength = -1;
    for (String item : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      // Cut without an expression: one that looks for blanks takes long over many of them.
      String[] parts = item.split(";", -1);
      String range = parts[0].strip();
      // The most specific range counts: "application/*;q=0" is overruled by the type itself.
      if (matches(range, wanted) && range.length() > bestLength) {
        bestLength = range.length();
        best = quality(parts);
      }
    }
    return best;
  }

  private static boolean matches(String range, String wanted) {
    return range.equals(wanted)
        || range.equals("*")
        || range.equals("*/*")
        || (range.endsWith("/*") && wanted.startsWith(range.substring(0, range.length() - 1)));
  }

  private static double quality(String[] parts) {
    for (String each : parts) {
      String part = each.strip();
      if (part.startsWith("q=")) {
        try {
          return Double.parseDouble(part.substring(2).strip());
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
