package dev.tailspan.lookup;

import dev.tailspan.block.Layout;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundClock;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;
import java.util.Optional;

/**
 * Decides a trace as its round did, from what its decided set pins: the version, what was left of
 * the budgets after it, and the statistics before it.
 */
public final class PastRounds {
  private static final long HOUR_MILLIS = 3_600_000L;

  private final DecisionStore decisions;
  private final StatsStore stats;
  private final PolicyVersions policies;
  private final Layout layout;
  private final int stepSlices;

  public PastRounds(
      DecisionStore decisions,
      StatsStore stats,
      PolicyVersions policies,
      Layout layout,
      int stepSlices) {
    this.decisions = decisions;
    this.stats = stats;
    this.policies = policies;
    this.layout = layout;
    this.stepSlices = stepSlices;
  }

  /** Why the step of this set dropped the trace; never says that it is sampled. */
  Decision dropped(StagedTrace trace, DecidedSet set) {
    PolicyFile policy = policies.version(set.policyVersion());
    return again(trace, policy, set.bucket(), set.step(), set.pinned(), Optional.empty());
  }

  /**
   * How the votes fell on a trace that was kept, maybe by hand.
   *
   * @param first its first part
   */
  Decision kept(StagedTrace trace, TracePart first) {
    PolicyFile policy = policies.version(first.sampling().policyVersion());
    Optional<String> by =
        Optional.of(first.sampling().policy()).filter(name -> !name.equals(Sampling.BY_HAND));
    int bucket = layout.bucket(trace.id());
    return again(trace, policy, bucket, first.step(), pinned(bucket, first.step()), by);
  }

  /** Nothing once its decided set has expired, as most of what it pins has then too. */
  private DecidedSet.Pinned pinned(int bucket, long step) {
    long endSlice = (step + 1) * stepSlices;
    return decisions.decided(bucket, endSlice - 1, endSlice).stream()
        .filter(set -> set.step() == step)
        .map(DecidedSet::pinned)
        .findFirst()
        .orElse(DecidedSet.Pinned.NOTHING);
  }

  /** The file by which the next step of a bucket is decided, be it its first. */
  PolicyFile nextPolicy(Optional<BucketCursor> cursor) {
    return cursor.map(at -> policies.version(at.policyVersion())).orElseGet(policies::first);
  }

  /**
   * What would be decided if the next step held this trace alone, as it is now.
   *
   * @param nowMillis when the step ends whose bucket has none yet
   */
  Decision next(
      StagedTrace trace, PolicyFile policy, Optional<BucketCursor> cursor, long nowMillis) {
    return policy.decide(
        trace,
        new RoundContext(
            cursor.map(at -> endMillis(at.nextStep())).orElse(nowMillis),
            clock(),
            cursor.map(at -> memory(at.bucket(), at.memoryStep())).orElse(RoundMemory.NONE),
            policy.wantsBaseline()
                ? policy.baseline(
                    cursor
                        .map(at -> stats(at.bucket(), at.previousStatsStep(), at.statsStep()))
                        .orElseGet(ServiceStats::new))
                : Baseline.NONE));
  }

  private Decision again(
      StagedTrace trace,
      PolicyFile policy,
      int bucket,
      long step,
      DecidedSet.Pinned pinned,
      Optional<String> keptBy) {
    Baseline baseline =
        policy.wantsBaseline()
            ? policy.baseline(stats(bucket, pinned.previousStatsStep(), pinned.statsStep()))
            : Baseline.NONE;
    RoundContext context = new RoundContext(endMillis(step), clock(), RoundMemory.NONE, baseline);
    return policy.explain(trace, context, memory(bucket, pinned.memoryStep()), keptBy);
  }

  private RoundMemory memory(int bucket, long step) {
    return step < 0
        ? RoundMemory.NONE
        : decisions.memory(bucket, step).map(RoundMemory::decode).orElse(RoundMemory.NONE);
  }

  private RoundClock clock() {
    return RoundClock.ofSteps(layout, stepSlices);
  }

  private long endMillis(long step) {
    return layout.sliceStartMillis((step + 1) * stepSlices);
  }

  private long hour(long step) {
    return Math.floorDiv(endMillis(step) - 1, HOUR_MILLIS);
  }

  /** As a step found them: of the last hour before that had any, and of its own so far. */
  private ServiceStats stats(int bucket, long previousStep, long step) {
    ServiceStats merged = new ServiceStats();
    blob(bucket, previousStep).map(StatsCodec::decode).ifPresent(merged::merge);
    blob(bucket, step).map(StatsCodec::decode).ifPresent(merged::merge);
    return merged;
  }

  private Optional<byte[]> blob(int bucket, long step) {
    return step < 0 ? Optional.empty() : stats.get(new StatsStore.Key(hour(step), bucket, step));
  }
}
