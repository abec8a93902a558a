package dev.tailspan.infra;

import dev.tailspan.policy.PolicyFile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When traces are decided and how long things are kept.
 *
 * @param buckets hash buckets of trace ids; never changed while spans are staged
 * @param slice length of a slice of arrival time
 * @param step length of a decision step, whole slices
 * @param quiet without a span before a trace is decided; a policy file's {@code decision_wait} wins
 * @param maxAge after which a trace is decided though it is not quiet
 * @param slack by which arrival times may step back within a shard
 * @param maxRecordAge after which the mapping gives a record up
 * @param stagingTtl how long blocks and decided sets are kept
 * @param outageBudget how long finalization may stand still and nothing be lost
 * @param retention how long kept traces are
 * @param fanout invocations that share a run of finalize
 */
record PipelineSettings(
    int buckets,
    Duration slice,
    Duration step,
    Duration quiet,
    Duration maxAge,
    Duration slack,
    Duration maxRecordAge,
    Duration stagingTtl,
    Duration outageBudget,
    Duration retention,
    int fanout) {
  private static final int MAX_BUCKETS = 4096;

  /** Adds what is wrong, a sentence each. */
  void check(Optional<PolicyFile> policy, List<String> problems) {
    if (buckets < 1 || buckets > MAX_BUCKETS) {
      problems.add("buckets must be 1 to " + MAX_BUCKETS + ", but is " + buckets + ".");
    }
    if (fanout < 1 || fanout > buckets) {
      problems.add(
          "finalizeFanout must be 1 to the number of buckets ("
              + buckets
              + "), but is "
              + fanout
              + ".");
    }
    wholeUnits("slice", slice, Duration.ofSeconds(1), problems);
    wholeUnits("step", step, slice, problems);
    wholeUnits("retention", retention, Duration.ofDays(1), problems);
    wholeUnits("stagingTtl", stagingTtl, Duration.ofSeconds(1), problems);
    if (slack.toMillis() < 1) {
      problems.add("slack must be positive, but is " + text(slack) + ".");
    }
    checkOrder(policy.flatMap(PolicyFile::quiet), problems);
  }

  private void checkOrder(Optional<Duration> decisionWait, List<String> problems) {
    Duration wait = decisionWait.orElse(quiet);
    String named = decisionWait.isPresent() ? "decision_wait of the policy file" : "quiet period";
    if (wait.toSeconds() < 1) {
      problems.add("The " + named + " must be at least a second, but is " + text(wait) + ".");
    }
    if (maxAge.compareTo(wait) < 0) {
      problems.add(
          "maxAge (%s) must not be below the %s (%s): each trace would be cut off."
              .formatted(text(maxAge), named, text(wait)));
    }
    if (retention.compareTo(wait) < 0) {
      problems.add(
          "retention (%s) must not be below the %s (%s): traces would expire before they are kept."
              .formatted(text(retention), named, text(wait)));
    }
    Duration least = outageBudget.plus(maxAge).plus(wait).plus(step);
    if (stagingTtl.compareTo(least) < 0) {
      problems.add(
          ("stagingTtl (%s) must be at least outageBudget, maxAge, the %s and a step together (%s):"
                  + " in an outage that long, staged spans would expire undecided.")
              .formatted(text(stagingTtl), named, text(least)));
    }
  }

  private static void wholeUnits(
      String name, Duration value, Duration unit, List<String> problems) {
    if (unit.isZero() || unit.isNegative()) {
      return; // said of the unit
    }
    if (value.compareTo(unit) < 0 || value.toNanos() % unit.toNanos() != 0) {
      problems.add(name + " must be a multiple of " + text(unit) + ", but is " + text(value) + ".");
    }
  }

  /** As people write it: 90s, 10m, 2d. */
  static String text(Duration d) {
    if (!d.isZero() && d.toSeconds() % 86_400 == 0 && d.getNano() == 0) {
      return d.toDays() + "d";
    }
    return d.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** The variables that {@code Settings} of the functions reads. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("TAILSPAN_BUCKETS", Integer.toString(buckets));
    variables.put("TAILSPAN_SLICE_SECONDS", seconds(slice));
    variables.put("TAILSPAN_STEP_SECONDS", seconds(step));
    variables.put("TAILSPAN_QUIET_SECONDS", seconds(quiet));
    variables.put("TAILSPAN_MAX_AGE_SECONDS", seconds(maxAge));
    variables.put("TAILSPAN_SLACK_MILLIS", Long.toString(slack.toMillis()));
    variables.put("TAILSPAN_MAX_RECORD_AGE_SECONDS", seconds(maxRecordAge));
    variables.put("TAILSPAN_STAGING_TTL_SECONDS", seconds(stagingTtl));
    variables.put("TAILSPAN_RETENTION_DAYS", Long.toString(retention.toDays()));
    variables.put("TAILSPAN_FINALIZE_FANOUT", Integer.toString(fanout));
    return variables;
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  /** Whole days, rounded up: what S3's lifecycle can say. */
  static int days(Duration duration) {
    return (int) duration.plusDays(1).minusNanos(1).toDays();
  }
}
