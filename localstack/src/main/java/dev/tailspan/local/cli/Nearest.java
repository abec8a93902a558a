package dev.tailspan.local.cli;

import java.util.Comparator;
import java.util.List;

/** Guesses what a mistyped word was meant to be. */
final class Nearest {
  private Nearest() {}

  /** " (did you mean 'search'?)", or nothing when no candidate is near. */
  static String hint(String word, List<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(nearest -> distance(word, nearest) <= Math.max(1, nearest.length() / 3))
        .map(nearest -> " (did you mean '" + nearest + "'?)")
        .orElse("");
  }

  /** Levenshtein's: insertions, deletions and replacements from one to the other. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
