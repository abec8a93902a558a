package dev.tailspan.functions.common;

import dev.tailspan.block.Layout;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the environment of a function says. Every mistake is found at once and named. */
public record Settings(
    String stream,
    String stagingTable,
    String stateTable,
    String indexTable,
    String blocksBucket,
    String archiveBucket,
    String quarantineBucket,
    String policyBucket,
    Layout layout,
    long stepSeconds,
    long quietSeconds,
    long maxAgeSeconds,
    long slackMillis,
    long maxRecordAgeSeconds,
    long stagingTtlSeconds,
    long retentionSeconds,
    int finalizeFanout,
    PolicyReading policyReading) {

  /** Spans of one trace that are looked at and kept. */
  public static final int MAX_SPANS_PER_TRACE = 200_000;

  /** There are no more buckets than this. */
  private static final int MAX_FANOUT = 4096;

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException naming every variable that is missing or wrong
   */
  public static Settings from(Map<String, String> environment) {
    Reader in = new Reader(environment);
    long slice = in.number("TAILSPAN_SLICE_SECONDS", 10);
    Settings settings =
        new Settings(
            in.text("TAILSPAN_STREAM"),
            in.text("TAILSPAN_STAGING_TABLE"),
            in.text("TAILSPAN_STATE_TABLE"),
            in.text("TAILSPAN_INDEX_TABLE"),
            in.text("TAILSPAN_BLOCKS_BUCKET"),
            in.text("TAILSPAN_ARCHIVE_BUCKET"),
            in.text("TAILSPAN_QUARANTINE_BUCKET"),
            in.text("TAILSPAN_POLICY_BUCKET"),
            new Layout((int) Math.min(4096, in.number("TAILSPAN_BUCKETS", 8)), slice * 1000),
            in.number("TAILSPAN_STEP_SECONDS", 60),
            in.number("TAILSPAN_QUIET_SECONDS", 30),
            in.number("TAILSPAN_MAX_AGE_SECONDS", 600),
            in.number("TAILSPAN_SLACK_MILLIS", 2000),
            in.number("TAILSPAN_MAX_RECORD_AGE_SECONDS", 21_600),
            in.number("TAILSPAN_STAGING_TTL_SECONDS", 86_400),
            in.number("TAILSPAN_RETENTION_DAYS", 30) * 86_400,
            (int) Math.min(MAX_FANOUT, in.number("TAILSPAN_FINALIZE_FANOUT", 1)),
            in.policyReading());
    if (settings.stepSeconds % slice != 0) {
      in.problems.add("TAILSPAN_STEP_SECONDS must be a multiple of TAILSPAN_SLICE_SECONDS");
    }
    long longest = settings.maxAgeSeconds + settings.quietSeconds + settings.stepSeconds;
    if (settings.stagingTtlSeconds < longest) {
      in.problems.add(
          "TAILSPAN_STAGING_TTL_SECONDS ("
              + settings.stagingTtlSeconds
              + ") must be at least TAILSPAN_MAX_AGE_SECONDS, TAILSPAN_QUIET_SECONDS and"
              + " TAILSPAN_STEP_SECONDS together ("
              + longest
              + "), or spans expire before they are decided");
    }
    if (!in.problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", in.problems));
    }
    return settings;
  }

  /**
   * How traces are decided.
   *
   * @param maxLoadedBytes staged bytes held at a time
   */
  public DecideSettings deciding(long maxLoadedBytes) {
    return new DecideSettings(
        layout,
        stepSlices(),
        slices(quietSeconds),
        slices(maxAgeSeconds),
        stagingTtlSeconds,
        retentionSeconds,
        maxLoadedBytes,
        MAX_SPANS_PER_TRACE);
  }

  /** Slices in a step. */
  public int stepSlices() {
    return slices(stepSeconds);
  }

  private int slices(long seconds) {
    return (int) Math.max(1, -Math.floorDiv(-seconds * 1000, layout.sliceMillis()));
  }

  private static final class Reader {
    final List<String> problems = new ArrayList<>();
    private final Map<String, String> environment;

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    String text(String name) {
      String value = environment.getOrDefault(name, "");
      if (value.isEmpty()) {
        problems.add(name + " is not set");
      }
      return value;
    }

    /** Which processor of a Collector's configuration is meant, and by which gates it goes. */
    PolicyReading policyReading() {
      String processor = environment.getOrDefault("TAILSPAN_POLICY_PROCESSOR", "");
      FeatureGates gates = FeatureGates.DEFAULT;
      try {
        gates = FeatureGates.parse(environment.getOrDefault("TAILSPAN_FEATURE_GATES", ""));
      } catch (IllegalArgumentException e) {
        problems.add("TAILSPAN_FEATURE_GATES: " + e.getMessage());
      }
      try {
        return new PolicyReading(Optional.of(processor).filter(name -> !name.isEmpty()), gates);
      } catch (IllegalArgumentException e) {
        problems.add("TAILSPAN_POLICY_PROCESSOR " + e.getMessage());
        return PolicyReading.DEFAULT;
      }
    }

    long number(String name, long otherwise) {
      String value = environment.getOrDefault(name, "");
      if (value.isEmpty()) {
        return otherwise;
      }
      try {
        long number = Long.parseLong(value);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      problems.add(name + " must be a positive whole number, but is '" + value + "'");
      return otherwise;
    }
  }
}
