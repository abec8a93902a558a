package dev.tailspan.pipeline;

import java.util.Set;

/** Which operations of the stores write. */
final class Writes {
  private static final Set<String> VERBS =
      Set.of(
          "put", "putDecided", "putSegment", "commit", "advance", "advanceIdle", "keep", "finish");

  private Writes() {}

  static boolean isWrite(String operation) {
    return VERBS.contains(operation.substring(operation.indexOf('.') + 1));
  }
}
