package dev.tailspan.ottl;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** Zones by the short names that stand in texts. */
final class TimeZones {
  /** Zone names that are zones to Go's time zone database, too. */
  private static final Map<String, Integer> ZONES =
      Map.of("GMT", 0, "WET", 0, "CET", 1, "MET", 1, "EET", 2, "EST", -5, "MST", -7, "HST", -10);

  private TimeZones() {}

  static ZoneId named(String name) throws OttlEvaluationException {
    Integer hours = ZONES.get(name);
    if (hours == null) {
      throw new OttlEvaluationException("there is no time zone " + name);
    }
    return ZoneOffset.ofHours(hours);
  }
}
