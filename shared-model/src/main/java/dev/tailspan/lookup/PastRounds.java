package dev.tailspan.lookup;

import dev.tailspan.block.Layout;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.DecisionRound;
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
import java.util.Optional;

/**
 * Decides a trace as its round did, from what the round left behind: the pinned version, what was
 * left of the budgets after it, and the statistics before it.
 */
public final class PastRounds {
  private static final long HOUR_MILLIS = 3_600_000L;

  /** Steps without traffic have no statistics of their own; so many are looked back over. */
  private static final int MAX_STEPS_BACK = 60;

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
    return again(trace, policy, set.bucket(), set.step(), Optional.empty());
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
    return again(trace, policy, layout.bucket(trace.id()), first.step(), by);
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
    DecisionRound round =
        policy.round(
            new RoundContext(
                cursor.map(at -> endMillis(at.nextStep())).orElse(nowMillis),
                clock(),
                cursor.flatMap(this::memoryBefore).orElse(RoundMemory.NONE),
                policy.wantsBaseline()
                    ? policy.baseline(cursor.map(this::statsBefore).orElseGet(ServiceStats::new))
                    : Baseline.NONE));
    round.offer(trace);
    return round.decide(trace);
  }

  private Optional<RoundMemory> memoryBefore(BucketCursor cursor) {
    return cursor.memoryStep() < 0
        ? Optional.empty()
        : memory(cursor.bucket(), cursor.memoryStep());
  }

  private ServiceStats statsBefore(BucketCursor cursor) {
    return merged(
        blob(cursor.bucket(), cursor.previousStatsStep()),
        blob(cursor.bucket(), cursor.statsStep()));
  }

  private Decision again(
      StagedTrace trace, PolicyFile policy, int bucket, long step, Optional<String> keptBy) {
    Baseline baseline =
        policy.wantsBaseline() ? policy.baseline(statsBefore(bucket, step)) : Baseline.NONE;
    RoundContext context = new RoundContext(endMillis(step), clock(), RoundMemory.NONE, baseline);
    RoundMemory after = memory(bucket, step).orElse(RoundMemory.NONE);
    return policy.explain(trace, context, after, keptBy);
  }

  private Optional<RoundMemory> memory(int bucket, long step) {
    return decisions.memory(bucket, step).map(RoundMemory::decode);
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

  /** As the step found them: the last of its hour before it, and the last of an hour before. */
  private ServiceStats statsBefore(int bucket, long step) {
    long at = step - 1;
    Optional<byte[]> hour = Optional.empty();
    for (int i = 0; i < MAX_STEPS_BACK && hour(at) == hour(step) && hour.isEmpty(); i++) {
      hour = blob(bucket, at--);
    }
    while (hour(at) == hour(step)) {
      at--;
    }
    Optional<byte[]> previous = Optional.empty();
    for (int i = 0; i < MAX_STEPS_BACK && previous.isEmpty(); i++) {
      previous = blob(bucket, at--);
    }
    return merged(previous, hour);
  }

  private Optional<byte[]> blob(int bucket, long step) {
    return step < 0 ? Optional.empty() : stats.get(new StatsStore.Key(hour(step), bucket, step));
  }

  private static ServiceStats merged(Optional<byte[]> previous, Optional<byte[]> hour) {
    ServiceStats merged = new ServiceStats();
    previous.map(ServiceStats::decode).ifPresent(merged::merge);
    hour.map(ServiceStats::decode).ifPresent(merged::merge);
    return merged;
  }
}
