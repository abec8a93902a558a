package dev.tailspan.lookup;

/**
 * Where a page ended: the next one begins behind it.
 *
 * @param hour hour of the last trace looked at, since the epoch
 * @param step its step
 * @param offset how many traces of that step were looked at
 */
public record SearchCursor(long hour, long step, int offset) {
  /** As it stands in a link: {@code hour-step-offset}. */
  public String text() {
    return hour + "-" + step + "-" + offset;
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SearchCursor parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length == 3) {
      try {
        return new SearchCursor(
            Long.parseLong(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a cursor: '" + text + "'", e);
      }
    }
    throw new IllegalArgumentException("not a cursor: '" + text + "'");
  }
}
