package dev.tailspan.infra;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awscdk.services.logs.RetentionDays;

/** Days of retention as CDK names them. */
final class Logs {
  private static final Map<Integer, RetentionDays> NAMES =
      Map.ofEntries(
          Map.entry(1, RetentionDays.ONE_DAY),
          Map.entry(3, RetentionDays.THREE_DAYS),
          Map.entry(5, RetentionDays.FIVE_DAYS),
          Map.entry(7, RetentionDays.ONE_WEEK),
          Map.entry(14, RetentionDays.TWO_WEEKS),
          Map.entry(30, RetentionDays.ONE_MONTH),
          Map.entry(60, RetentionDays.TWO_MONTHS),
          Map.entry(90, RetentionDays.THREE_MONTHS),
          Map.entry(180, RetentionDays.SIX_MONTHS),
          Map.entry(365, RetentionDays.ONE_YEAR),
          Map.entry(731, RetentionDays.TWO_YEARS));

  private Logs() {}

  /** The days that can be asked for. */
  static boolean known(int days) {
    return NAMES.containsKey(days);
  }

  static Set<Integer> known() {
    return new TreeSet<>(NAMES.keySet());
  }

  static RetentionDays retention(int days) {
    return Optional.ofNullable(NAMES.get(days))
        .orElseThrow(() -> new IllegalArgumentException("not a retention of logs: " + days));
  }
}
