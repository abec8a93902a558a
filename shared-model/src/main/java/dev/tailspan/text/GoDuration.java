package dev.tailspan.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go's {@code time.ParseDuration} reads them: {@code 30s}, {@code 1m30s}, {@code
 * -1.5h}.
 */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int LONGEST = 100;
  private static final int MILLI_DIGITS = 6;
  private static final int NANO_DIGITS = 9;

  private GoDuration() {}

  /**
   * @throws IllegalArgumentException with one sentence saying what is wrong
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty() || rest.length() > LONGEST) {
      throw notOne(text);
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(rest);
    int end = 0;
    for (; end < rest.length(); end = part.end()) {
      if (!part.find(end) || part.start() != end) {
        throw notOne(text);
      }
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    if (sum.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is longer than 292 years, more than a duration holds.");
    }
    Duration duration = Duration.ofNanos(sum.longValue());
    return negative ? duration.negated() : duration;
  }

  /** As Go writes it: the same duration read again. */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      return "-" + format(duration.negated());
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 && !duration.isZero()) {
      return plain(BigDecimal.valueOf(duration.toNanos(), MILLI_DIGITS)) + "ms";
    }
    String hours = seconds < 3600 ? "" : seconds / 3600 + "h";
    String minutes = seconds < 60 ? "" : seconds / 60 % 60 + "m";
    BigDecimal rest =
        BigDecimal.valueOf(seconds % 60)
            .add(BigDecimal.valueOf(duration.toNanosPart(), NANO_DIGITS));
    return hours + minutes + plain(rest) + "s";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static IllegalArgumentException notOne(String text) {
    return new IllegalArgumentException(
        "\"" + Excerpt.of(text) + "\" is no duration; write it as 30s, 1m30s or 500ms.");
  }
}
