package dev.tailspan.ottl;

import dev.tailspan.ottl.Parameter.Kind;
import dev.tailspan.text.GoDuration;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** Times and durations. */
final class TimeFunctions {
  private static final Parameter TIME = Parameter.of("Time", Kind.TIME);
  private static final Parameter DURATION = Parameter.of("Duration", Kind.DURATION);
  private static final long SECOND = 1_000_000_000L;

  static final List<Function> ALL =
      List.of(
          Function.of("Now", (a, at) -> at.now()),
          ofTime("Year", time -> time.getYear()),
          ofTime("Month", time -> time.getMonthValue()),
          ofTime("Day", time -> time.getDayOfMonth()),
          ofTime("Hour", time -> time.getHour()),
          ofTime("Minute", time -> time.getMinute()),
          ofTime("Second", time -> time.getSecond()),
          ofTime("Nanosecond", time -> time.getNano()),
          ofTime("Weekday", time -> time.getDayOfWeek().getValue() % 7),
          ofTime("UnixSeconds", ZonedDateTime::toEpochSecond),
          ofTime("UnixMilli", time -> time.toEpochSecond() * 1_000 + time.getNano() / 1_000_000),
          ofTime("UnixMicro", time -> time.toEpochSecond() * 1_000_000 + time.getNano() / 1_000),
          ofTime("UnixNano", Times::unixNano),
          ofDuration("Hours", nanos -> parts(nanos, 3_600)),
          ofDuration("Minutes", nanos -> parts(nanos, 60)),
          ofDuration("Seconds", nanos -> parts(nanos, 1)),
          ofDuration("Milliseconds", nanos -> nanos / 1_000_000),
          ofDuration("Microseconds", nanos -> nanos / 1_000),
          ofDuration("Nanoseconds", nanos -> nanos),
          Function.of(
              "Duration", (a, at) -> duration(a.text(0, at)), Parameter.of("Duration", Kind.TEXT)),
          Function.of(
              "Unix",
              (a, at) -> Times.ofUnix(a.whole(0, at), a.has(1) ? a.whole(1, at) : 0),
              Parameter.of("Seconds", Kind.INT),
              Parameter.optional("Nanoseconds", Kind.INT)),
          Function.of(
              "TruncateTime",
              (a, at) -> Times.truncated(a.time(0, at), a.duration(1, at)),
              TIME,
              DURATION),
          Function.made(
              "Time",
              TimeFunctions::time,
              Parameter.of("Time", Kind.TEXT),
              Parameter.of("Format", Kind.WRITTEN_TEXT),
              Parameter.optional("Location", Kind.WRITTEN_TEXT),
              Parameter.optional("Locale", Kind.WRITTEN_TEXT)),
          Function.made(
              "FormatTime",
              TimeFunctions::formatTime,
              TIME,
              Parameter.of("Format", Kind.WRITTEN_TEXT)));

  private TimeFunctions() {}

  private interface OfTime {
    long of(ZonedDateTime time);
  }

  private interface OfDuration {
    Object of(long nanos);
  }

  private static Function ofTime(String name, OfTime part) {
    return Function.of(name, (a, at) -> part.of(a.time(0, at)), TIME);
  }

  private static Function ofDuration(String name, OfDuration part) {
    return Function.of(name, (a, at) -> part.of(a.duration(0, at)), DURATION);
  }

  /** Whole units and the rest apart, as Go does, so that the same doubles come out. */
  private static Double parts(long nanos, long seconds) {
    long unit = seconds * SECOND;
    return (double) (nanos / unit) + (double) (nanos % unit) / (double) unit;
  }

  private static Nanos duration(String text) throws OttlEvaluationException {
    try {
      return new Nanos(GoDuration.parse(text).toNanos());
    } catch (IllegalArgumentException e) {
      throw new OttlEvaluationException("\"" + text + "\" is no duration such as 1m30s");
    }
  }

  private static Function.Body time(Arguments a) throws OttlSyntaxException {
    if (a.has(3)) {
      throw a.wrong(3, "The argument locale of Time is not supported here.");
    }
    TimeLayout layout = TimeLayout.of(a.written(1, ""), a, 1);
    ZoneId zone = zone(a);
    return at -> {
      String text = a.text(0, at);
      if (text.isEmpty()) {
        throw new OttlEvaluationException("an empty text is no time");
      }
      return TimeReader.read(text, layout, zone, at);
    };
  }

  private static ZoneId zone(Arguments a) throws OttlSyntaxException {
    String name = a.written(2, "");
    if (name.isEmpty() || name.equals("Local")) {
      return ZoneOffset.UTC;
    }
    try {
      boolean known = ZoneId.getAvailableZoneIds().contains(name);
      if (known || name.equals("EST") || name.equals("MST") || name.equals("HST")) {
        return ZoneId.of(name, ZoneId.SHORT_IDS);
      }
    } catch (DateTimeException e) {
      throw a.wrong(2, "The time zone " + name + " cannot be read.");
    }
    throw a.wrong(2, "There is no time zone " + name + ".");
  }

  private static Function.Body formatTime(Arguments a) throws OttlSyntaxException {
    TimeLayout layout = TimeLayout.of(a.written(1, ""), a, 1);
    return at -> layout.format(a.time(0, at));
  }
}
