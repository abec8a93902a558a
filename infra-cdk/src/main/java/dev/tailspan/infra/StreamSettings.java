package dev.tailspan.infra;

import java.time.Duration;
import java.util.List;

/**
 * The stream and how it is read.
 *
 * @param retention how long Kinesis keeps a record
 * @param window how long the mapping waits for a batch to fill
 * @param retries of a batch that fails, before its records are given up
 */
record StreamSettings(StreamCapacity capacity, Duration retention, Duration window, int retries) {
  private static final int MAX_RETRIES = 10_000;

  void check(Duration maxRecordAge, List<String> problems) {
    if (capacity instanceof StreamCapacity.Provisioned fixed && fixed.shards() < 1) {
      problems.add("A provisioned stream must have a shard, but has " + fixed.shards() + ".");
    }
    if (retention.compareTo(Duration.ofHours(24)) < 0
        || retention.compareTo(Duration.ofDays(365)) > 0
        || retention.toSeconds() % 3600 != 0) {
      problems.add(
          "streamRetention must be 24 to 8,760 whole hours, but is "
              + PipelineSettings.text(retention)
              + ".");
    }
    if (window.isNegative() || window.toSeconds() > 300) {
      problems.add(
          "batchingWindow must be 0 to 300 s, but is " + PipelineSettings.text(window) + ".");
    }
    if (retries < 1 || retries > MAX_RETRIES) {
      problems.add("retries must be 1 to 10,000, but is " + retries + ".");
    }
    if (maxRecordAge.toSeconds() < 60) {
      problems.add(
          "maxRecordAge must be at least a minute, but is "
              + PipelineSettings.text(maxRecordAge)
              + ".");
    }
    if (maxRecordAge.compareTo(retention) > 0) {
      problems.add(
          "maxRecordAge (%s) must not be above streamRetention (%s): records would be gone before they are given up, and counted nowhere."
              .formatted(PipelineSettings.text(maxRecordAge), PipelineSettings.text(retention)));
    }
  }
}
