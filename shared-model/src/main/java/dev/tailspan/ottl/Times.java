package dev.tailspan.ottl;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Go's time.Time as a ZonedDateTime. The local zone is UTC, as it is in a Collector's image. */
final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter ABBREVIATION =
      DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);
  private static final BigInteger BEFORE_EPOCH =
      BigInteger.valueOf(62_135_596_800L).multiply(BigInteger.valueOf(1_000_000_000));
  private static final long BILLION = 1_000_000_000;

  private Times() {}

  /** Of a signed count, as Go reads a timestamp. */
  static ZonedDateTime ofUnixNano(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, BILLION), Math.floorMod(nanos, BILLION))
        .atZone(ZoneOffset.UTC);
  }

  static ZonedDateTime ofUnix(long seconds, long nanos) throws OttlEvaluationException {
    try {
      return Instant.ofEpochSecond(seconds, nanos).atZone(ZoneOffset.UTC);
    } catch (DateTimeException | ArithmeticException e) {
      throw new OttlEvaluationException("a time beyond all calendars");
    }
  }

  static long unixNano(ZonedDateTime time) {
    return time.toEpochSecond() * BILLION + time.getNano();
  }

  /** Down to a multiple of the duration since the year 1. */
  static ZonedDateTime truncated(ZonedDateTime time, long duration) {
    if (duration <= 0) {
      return time;
    }
    BigInteger sinceYearOne = Arithmetic.nanos(time).add(BEFORE_EPOCH);
    return time.minusNanos(sinceYearOne.mod(BigInteger.valueOf(duration)).longValue());
  }

  static String rfc3339(ZonedDateTime time) {
    String offset = time.getOffset().getTotalSeconds() == 0 ? "Z" : offset(time, ":", 2);
    return SECONDS.format(time) + fraction(time.getNano(), 9, '.') + offset;
  }

  /** The digits without zeros at the end; nothing at all where there are only zeros. */
  static String fraction(int nanos, int digits, char separator) {
    String all = Integer.toString(1_000_000_000 + nanos).substring(1, 1 + digits);
    int end = digits;
    while (end > 0 && all.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? "" : separator + all.substring(0, end);
  }

  /**
   * {@code +05:30}.
   *
   * @param parts 1 for hours, 2 with minutes, 3 with seconds
   */
  static String offset(ZonedDateTime time, String separator, int parts) {
    int seconds = time.getOffset().getTotalSeconds();
    int size = Math.abs(seconds);
    int[] values = {size / 3600, size / 60 % 60, size % 60};
    StringBuilder out = new StringBuilder(seconds < 0 ? "-" : "+");
    for (int i = 0; i < parts; i++) {
      out.append(i == 0 ? "" : separator).append(values[i] < 10 ? "0" : "").append(values[i]);
    }
    return out.toString();
  }

  /** Such as CET; of a zone without a name, its offset. */
  static String abbreviation(ZonedDateTime time) {
    ZoneId zone = time.getZone();
    if (zone.equals(ZoneOffset.UTC) || zone.getId().equals("UTC")) {
      return "UTC";
    }
    if (zone instanceof ZoneOffset) {
      return offset(time, "", time.getOffset().getTotalSeconds() % 3600 == 0 ? 1 : 2);
    }
    return ABBREVIATION.format(time);
  }
}
