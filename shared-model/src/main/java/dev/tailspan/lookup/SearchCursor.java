package dev.tailspan.lookup;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import java.util.Comparator;

/**
 * Where a page ended: the next one begins behind it. It names the last trace looked at and not how
 * many there were, as a bucket that is decided later may add some to the same step.
 *
 * @param hour its hour since the epoch
 * @param step its step
 * @param placeUnixNano its place within the step ({@link CatalogSegment.Entry}), unsigned
 * @param traceId its id
 */
public record SearchCursor(long hour, long step, long placeUnixNano, TraceId traceId) {
  /** The order of a search: latest step first, in it latest start first. */
  static final Comparator<SearchCursor> WITHIN_AN_HOUR =
      Comparator.comparingLong(SearchCursor::step)
          .thenComparing(SearchCursor::placeUnixNano, Long::compareUnsigned)
          .reversed()
          .thenComparing(SearchCursor::traceId);

  private static final int HEX = 16;

  static SearchCursor at(long hour, long step, CatalogSegment.Entry entry) {
    return new SearchCursor(hour, step, entry.placeUnixNano(), entry.traceId());
  }

  /** Before all traces of a step. */
  static SearchCursor before(long hour, long step) {
    return new SearchCursor(hour, step, -1, new TraceId(0, 0));
  }

  /** Whether this one comes later in a search than the other; both of one hour. */
  boolean isBehind(SearchCursor other) {
    return WITHIN_AN_HOUR.compare(this, other) > 0;
  }

  /** As it stands in a link: {@code hour-step-start-traceId}. */
  public String text() {
    return hour + "-" + step + "-" + Long.toHexString(placeUnixNano) + "-" + traceId.hex();
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SearchCursor parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length == 4) {
      try {
        return new SearchCursor(
            Long.parseLong(parts[0]),
            Long.parseLong(parts[1]),
            Long.parseUnsignedLong(parts[2], HEX),
            TraceId.fromHex(parts[3]));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("not a cursor: '" + text + "'", e);
      }
    }
    throw new IllegalArgumentException("not a cursor: '" + text + "'");
  }
}
