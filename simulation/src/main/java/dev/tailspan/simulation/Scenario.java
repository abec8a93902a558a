package dev.tailspan.simulation;

import dev.tailspan.block.Layout;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.wire.Limits;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All that a run is made from. Equal scenarios run alike to the last request.
 *
 * @param kinds which faults may happen
 * @param traces how many are sent
 * @param policies which policy file
 * @param trafficMillis how long traces begin
 */
record Scenario(
    long seed,
    Set<FaultKind> kinds,
    int traces,
    Policies policies,
    int shards,
    int buckets,
    int stepSlices,
    int quietSlices,
    int maxAgeSlices,
    int batchSize,
    int windowSeconds,
    long trafficMillis) {
  static final long SLICE_MILLIS = 10_000;
  static final long SLACK_MILLIS = 2_000;
  static final long RETENTION_SECONDS = 30 * 86_400L;
  static final int MAX_SPANS_PER_TRACE = 40;

  /** Small ones, so that what is beyond them is quickly made and read. */
  static final Limits LIMITS = new Limits(512 << 10, 128 << 10, 90, 3, 20);

  /** Longest that a fault lasts that keeps records from being read. */
  static final long LONGEST_STALL_MILLIS = 30 * 60_000L;

  /** How long blocks live; below an outage where they are to expire. */
  long stagingTtlSeconds() {
    return kinds.contains(FaultKind.LONG_OUTAGE) ? 90 * 60 : 4 * 3_600;
  }

  /** What the mapping gives up after; below a stall where records are to be given up. */
  long maxRecordAgeMillis() {
    return kinds.contains(FaultKind.GIVEN_UP) ? 10 * 60_000L : 3 * 3_600_000L;
  }

  /** The policy files. */
  enum Policies {
    /** What is kept can be told from a trace's spans alone, and more spans never lessen it. */
    BY_CONTENT(
        """
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
          - {name: slow, type: latency, latency: {threshold_ms: 500}}
          - {name: gold, type: string_attribute, string_attribute: {key: tier, values: [gold]}}
        """),
    /** What is kept depends on the traffic around it. */
    BY_TRAFFIC(
        """
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
          - name: few
            type: and
            and:
              and_sub_policy:
                - {name: fine, type: status_code, status_code: {status_codes: [UNSET]}}
                - {name: rate, type: rate_limiting, rate_limiting: {spans_per_second: 1, burst_capacity: 6}}
          - {name: rare, type: rare_operation, rare_operation: {traces_per_minute: 0.5}}
          - {name: some, type: probabilistic, probabilistic: {sampling_percentage: 20}}
        """);

    private final String yaml;

    Policies(String yaml) {
      this.yaml = yaml;
    }

    String yaml() {
      return yaml;
    }
  }

  Scenario {
    kinds = Set.copyOf(kinds);
  }

  static Scenario of(long seed) {
    Dice dice = new Dice(seed, "scenario");
    EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    double share = dice.oneOf(List.of(0.1, 0.3, 0.3, 0.6));
    for (FaultKind kind : FaultKind.values()) {
      boolean loses = kind == FaultKind.GIVEN_UP || kind == FaultKind.LONG_OUTAGE;
      if (dice.chance(loses ? share / 4 : share)) {
        kinds.add(kind);
      }
    }
    int quiet = dice.between(1, 6);
    return new Scenario(
        seed,
        kinds,
        dice.between(2, 24),
        dice.chance(0.75) ? Policies.BY_CONTENT : Policies.BY_TRAFFIC,
        dice.between(1, 3),
        dice.between(1, 4),
        dice.oneOf(List.of(1, 3, 6, 6)),
        quiet,
        quiet + dice.between(0, 30),
        dice.oneOf(List.of(1, 3, 10, 100)),
        dice.oneOf(List.of(0, 0, 1, 5)),
        dice.between(20, 600) * 1_000L);
  }

  Scenario with(Set<FaultKind> fewer) {
    return copy(fewer, traces);
  }

  Scenario with(int fewerTraces) {
    return copy(kinds, fewerTraces);
  }

  private Scenario copy(Set<FaultKind> someKinds, int someTraces) {
    return new Scenario(
        seed,
        someKinds,
        someTraces,
        policies,
        shards,
        buckets,
        stepSlices,
        quietSlices,
        maxAgeSlices,
        batchSize,
        windowSeconds,
        trafficMillis);
  }

  boolean has(FaultKind kind) {
    return kinds.contains(kind);
  }

  Layout layout() {
    return new Layout(buckets, SLICE_MILLIS);
  }

  DecideSettings deciding() {
    return new DecideSettings(
        layout(),
        stepSlices,
        quietSlices,
        maxAgeSlices,
        stagingTtlSeconds(),
        RETENTION_SECONDS,
        64 << 20,
        MAX_SPANS_PER_TRACE);
  }
}
