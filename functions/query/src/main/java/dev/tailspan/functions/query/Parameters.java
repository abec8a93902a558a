package dev.tailspan.functions.query;

import dev.tailspan.lookup.SearchCursor;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.TraceQuery;
import dev.tailspan.model.Status;
import dev.tailspan.replay.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The parameters of a request, checked; each mistake names its parameter. */
final class Parameters {
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final int DEFAULT_LIMIT = 20;

  /** What epoch nanoseconds can say. */
  private static final long LATEST_MILLIS = Long.MAX_VALUE / 1_000_000;

  private final Map<String, List<String>> values;

  /**
   * @param known what the route takes; anything else is a mistake, most likely in spelling
   */
  Parameters(Map<String, List<String>> values, Set<String> known) {
    this.values = values;
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new BadParameterException(name, "is not known here; known are " + sorted(known));
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  Optional<String> text(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.size() > 1) {
      throw new BadParameterException(name, "is given " + all.size() + " times");
    }
    return all.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  String required(String name) {
    return text(name).orElseThrow(() -> new BadParameterException(name, "is missing"));
  }

  /** The search that the parameters ask for; without times, the last hour. */
  TraceQuery search(long nowMillis) {
    Window window = window(nowMillis + HOUR_MILLIS / 60, SearchTraces.MAX_HOURS);
    OptionalLong shortest = duration("minDuration");
    OptionalLong longest = duration("maxDuration");
    if (shortest.orElse(0) > longest.orElse(Long.MAX_VALUE)) {
      throw new BadParameterException("maxDuration", "must not be below minDuration");
    }
    return new TraceQuery(
        text("service"),
        text("operation"),
        shortest,
        longest,
        status(),
        attributes(),
        window.startMillis(),
        window.endMillis(),
        limit(),
        cursor());
  }

  /**
   * From {@code start} to {@code end}.
   *
   * @param endMillis where no end is given; without a start, an hour before it
   */
  Window window(long endMillis, long maxHours) {
    long end = time("end").orElse(endMillis);
    long start = time("start").orElse(Math.max(0, end - HOUR_MILLIS));
    if (end <= start) {
      throw new BadParameterException("end", "must lie after start");
    }
    if ((end - start) / HOUR_MILLIS > maxHours) {
      throw new BadParameterException("start", "must lie within " + maxHours + " hours before end");
    }
    return new Window(start, end);
  }

  /** One of some words, the first of them where none is given. */
  String choice(String name, String... words) {
    String word = text(name).orElse(words[0]);
    if (!List.of(words).contains(word)) {
      throw new BadParameterException(name, "must be " + String.join(" or ", words));
    }
    return word;
  }

  /** A whole number. */
  int number(String name, int least, int most, int otherwise) {
    return text(name).map(value -> number(name, value, least, most)).orElse(otherwise);
  }

  private static int number(String name, String value, int least, int most) {
    if (value.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new BadParameterException(name, "must be " + least + " to " + most);
  }

  /** Part of a trace's spans, {@code offset,count}. */
  Optional<SpanPage> spanPage() {
    return text("spans")
        .map(
            value -> {
              String[] numbers = value.split(",", -1);
              if (numbers.length != 2
                  || !numbers[0].matches("[0-9]{1,9}")
                  || !numbers[1].matches("0*[1-9][0-9]{0,8}")) {
                throw new BadParameterException("spans", "must be offset,count as in 0,10000");
              }
              return new SpanPage(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            });
  }

  /** Epoch milliseconds, from RFC 3339 or a number of s, ms, us or ns told apart by its size. */
  Optional<Long> time(String name) {
    return text(name).map(value -> time(name, value));
  }

  private static long time(String name, String value) {
    long millis = parseTime(name, value);
    if (millis < 0 || millis > LATEST_MILLIS) {
      throw new BadParameterException(name, "must lie in the years 1970 to 2262");
    }
    return millis;
  }

  private static long parseTime(String name, String value) {
    try {
      if (value.chars().allMatch(Character::isDigit)) {
        long number = Long.parseLong(value);
        long perMilli = number < 100_000_000_000L ? -1000 : 1;
        while (perMilli > 0 && number / perMilli >= 100_000_000_000_000L) {
          perMilli *= 1000;
        }
        return perMilli < 0 ? number * 1000 : number / perMilli;
      }
      return Instant.parse(value).toEpochMilli();
    } catch (NumberFormatException | ArithmeticException | DateTimeParseException e) {
      throw new BadParameterException(
          name, "must be a time as in 2026-11-24T09:30:00Z or in epoch s, ms, us or ns");
    }
  }

  private OptionalLong duration(String name) {
    return text(name).map(v -> OptionalLong.of(duration(name, v))).orElse(OptionalLong.empty());
  }

  private static long duration(String name, String value) {
    String[] units = {"ns", "us", "µs", "ms", "s", "m", "h"};
    long[] nanos = {1, 1000, 1000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3600_000_000_000L};
    for (int i = 0; i < units.length; i++) {
      String number = value.substring(0, Math.max(0, value.length() - units[i].length()));
      if (value.endsWith(units[i]) && number.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        BigDecimal exact = new BigDecimal(number).multiply(BigDecimal.valueOf(nanos[i]));
        return exact.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
      }
    }
    throw new BadParameterException(name, "must be a duration as in 150ms, 1.5s or 2m");
  }

  private Optional<Status.Code> status() {
    return text("status")
        .map(
            value -> {
              try {
                return Status.Code.valueOf(value.toUpperCase(Locale.ROOT));
              } catch (IllegalArgumentException e) {
                throw new BadParameterException("status", "must be error, ok or unset");
              }
            });
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String value : values.getOrDefault("attribute", List.of())) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        throw new BadParameterException("attribute", "must be key=value, but is '" + value + "'");
      }
      String key = value.substring(0, equals);
      if (attributes.put(key, value.substring(equals + 1)) != null) {
        throw new BadParameterException("attribute", "asks for two values of '" + key + "'");
      }
    }
    return attributes;
  }

  private int limit() {
    return number("limit", 1, SearchTraces.MAX_LIMIT, DEFAULT_LIMIT);
  }

  private Optional<SearchCursor> cursor() {
    return text("cursor")
        .map(
            value -> {
              try {
                return SearchCursor.parse(value);
              } catch (IllegalArgumentException e) {
                throw new BadParameterException("cursor", "is none that this API gave out");
              }
            });
  }
}
