package dev.tailspan.infra;

import dev.tailspan.functions.self.Invocations;
import java.util.List;
import java.util.Map;

/**
 * How it is run and watched.
 *
 * @param logDays for which logs are kept
 * @param alarmTopics ARNs of SNS topics that alarms go to
 * @param keepData whether index, archive, quarantine and policies outlive the stack
 * @param sqlScanLimitBytes a query in Athena may read
 * @param reserveConcurrency whether finalize has a share of the account's concurrency to itself
 * @param snapStart whether functions start from snapshots
 * @param selfTracing share of the functions' invocations that are traced, 0 for none
 */
record OperationSettings(
    int logDays,
    List<String> alarmTopics,
    boolean keepData,
    long sqlScanLimitBytes,
    boolean reserveConcurrency,
    boolean snapStart,
    double selfTracing) {
  /** The least that Athena takes. */
  private static final long MIN_SCAN_LIMIT = 10_000_000;

  OperationSettings {
    alarmTopics = List.copyOf(alarmTopics);
  }

  void check(List<String> problems) {
    if (!Logs.known(logDays)) {
      problems.add("logRetentionDays must be one of " + Logs.known() + ", but is " + logDays + ".");
    }
    if (sqlScanLimitBytes < MIN_SCAN_LIMIT) {
      problems.add(
          "sqlScanLimitBytes must be at least 10,000,000, but is " + sqlScanLimitBytes + ".");
    }
    if (!(selfTracing >= 0 && selfTracing <= 1)) {
      problems.add("selfTracing must be a share from 0 to 1, but is " + selfTracing + ".");
    }
  }

  boolean traceThemselves() {
    return selfTracing > 0;
  }

  /** The variables of every function. */
  Map<String, String> environment() {
    return traceThemselves()
        ? Map.of(Invocations.SELF_TRACING, Double.toString(selfTracing))
        : Map.of();
  }
}
