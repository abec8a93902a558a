package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.Usage;
import java.util.Optional;

/**
 * One bucket during a run: where it stands, and the commits that move it. Steps in which nothing
 * was due write nothing of their own; they move along with the next commit.
 */
final class BucketRun {
  /** By how much the clocks of two functions may differ, one that stages and one that decides. */
  private static final long CLOCKS_DIFFER_MILLIS = 600_000;

  private final int bucket;
  private final FinalizeStores stores;
  private final DecideSettings settings;
  private final PinnedPolicies policies;
  private final StagedSlices slices;
  private final DecidedTraces decided;
  private final BlockCodec codec;
  private final DecisionWatcher watcher;
  private BucketCursor cursor;
  private boolean dirty;
  private Usage drained = Usage.NONE;
  private DecisionCounts uncommitted = DecisionCounts.NONE;
  private DecisionCounts committed = DecisionCounts.NONE;

  BucketRun(
      int bucket,
      BucketCursor cursor,
      FinalizeStores stores,
      DecideSettings settings,
      PinnedPolicies policies,
      StagedSlices slices,
      DecidedTraces decided,
      BlockCodec codec,
      DecisionWatcher watcher) {
    this.bucket = bucket;
    this.stores = stores;
    this.settings = settings;
    this.policies = policies;
    this.slices = slices;
    this.decided = decided;
    this.codec = codec;
    this.watcher = watcher;
    this.cursor = cursor;
  }

  long nextStep() {
    return cursor.nextStep();
  }

  long oldestOpenSlice() {
    return cursor.oldestOpenSlice();
  }

  DecisionCounts counts() {
    return committed;
  }

  /**
   * Decides one step. When another run has committed it meanwhile, takes over where that one
   * stands.
   *
   * @param nowMillis only to count what may have expired; it changes no decision
   */
  void decideNextStep(long nowMillis) {
    long step = cursor.nextStep();
    DecisionCounts late =
        mayLackSpans(step, nowMillis) ? DecisionCounts.ofExpiredStep() : DecisionCounts.NONE;
    uncommitted = uncommitted.plus(late);
    long oldestHeld = settings.endSlice(step) - stagedSlices();
    decided.refresh(step, oldestHeld);
    sealHour(step, oldestHeld);
    PolicyFile policy = policies.version(cursor.policyVersion());
    try (StepDecision decision =
        new StepDecision(cursor, step, stores, settings, policy, slices, decided, codec, watcher)) {
      decision.decide();
      if (decision.isEmpty()) {
        cursor =
            moved(
                cursor,
                step,
                decision.oldestOpenSlice(),
                cursor.statsStep(),
                cursor.previousStatsStep(),
                cursor.memoryStep(),
                decision.keepsFrom(),
                late);
        dirty = true;
        return;
      }
      DecidedSet set = decision.write();
      BucketCursor next =
          moved(
              committable(),
              step,
              decision.oldestOpenSlice(),
              step,
              cursor.previousStatsStep(),
              decision.memoryStep(),
              decision.keepsFrom(),
              decision.counts().plus(late).plus(usage()));
      uncommitted = uncommitted.plus(decision.counts());
      if (commit(next)) {
        decided.add(set);
      }
    }
  }

  /** Whether a block that a step reads may have outlived its time. */
  private boolean mayLackSpans(long step, long nowMillis) {
    long first = Math.min(cursor.oldestOpenSlice(), settings.firstSlice(step));
    long livesUntil =
        settings.layout().sliceStartMillis(first) + settings.stagingTtlSeconds() * 1000;
    return livesUntil - CLOCKS_DIFFER_MILLIS < nowMillis;
  }

  /** Commits what empty steps have left to commit. */
  void finish() {
    if (dirty) {
      BucketCursor next = committable();
      commit(
          new BucketCursor(
              bucket,
              next.revision(),
              next.nextStep(),
              next.oldestOpenSlice(),
              next.policyVersion(),
              next.statsStep(),
              next.previousStatsStep(),
              next.memoryStep(),
              next.keepsFrom(),
              next.counts().plus(usage())));
    }
  }

  /** The cursor as the next commit begins from it: its revision counted, the policy pinned anew. */
  private BucketCursor committable() {
    return new BucketCursor(
        bucket,
        cursor.revision() + 1,
        cursor.nextStep(),
        cursor.oldestOpenSlice(),
        policies.pin(Optional.of(cursor.policyVersion())),
        cursor.statsStep(),
        cursor.previousStatsStep(),
        cursor.memoryStep(),
        cursor.keepsFrom(),
        cursor.counts());
  }

  private boolean commit(BucketCursor next) {
    dirty = false;
    DecisionCounts counts = uncommitted;
    uncommitted = DecisionCounts.NONE;
    if (stores.decisions().commit(next)) {
      cursor = next;
      committed = committed.plus(counts);
      return true;
    }
    stores.meter().giveBack(drained);
    cursor = stores.decisions().cursor(bucket).orElseThrow();
    return false;
  }

  private static BucketCursor moved(
      BucketCursor from,
      long step,
      long oldestOpenSlice,
      long statsStep,
      long previousStatsStep,
      long memoryStep,
      long keepsFrom,
      DecisionCounts counts) {
    return new BucketCursor(
        from.bucket(),
        from.revision(),
        step + 1,
        oldestOpenSlice,
        from.policyVersion(),
        statsStep,
        previousStatsStep,
        memoryStep,
        keepsFrom,
        from.counts().plus(counts));
  }

  private DecisionCounts usage() {
    drained = stores.meter().drain();
    return DecisionCounts.ofUsage(drained);
  }

  /** Once an hour is over that something was decided in. */
  private void sealHour(long step, long oldestHeld) {
    long last = cursor.statsStep();
    if (last < 0 || settings.hour(last) == settings.hour(step)) {
      return;
    }
    sealDecided(last, oldestHeld);
    sealStats(step, last);
  }

  /** After a long outage some of its sets are not held any more: then they are read one by one. */
  private void sealDecided(long last, long oldestHeld) {
    long hour = settings.hour(last);
    long before = settings.firstSlice(settings.firstStepOfHour(hour));
    if (before >= oldestHeld) {
      long expiresAt = settings.endMillis(last) / 1000 + 2 * settings.stagingTtlSeconds();
      byte[] filter = DecidedFilter.over(decided.between(before, settings.endSlice(last)));
      stores.decisions().putFilter(bucket, hour, filter, expiresAt);
    }
  }

  /**
   * Gives the statistics of an hour that is over the time to live of kept traces. Until then each
   * step's blob lives only as long as staging, as the next one replaces it.
   */
  private void sealStats(long step, long last) {
    StatsStore.Key key = new StatsStore.Key(settings.hour(last), bucket, last);
    stores
        .stats()
        .get(key)
        .ifPresent(
            blob ->
                stores
                    .stats()
                    .put(key, blob, settings.endMillis(last) / 1000 + settings.retentionSeconds()));
    cursor =
        moved(
            cursor,
            step - 1,
            cursor.oldestOpenSlice(),
            -1,
            last,
            cursor.memoryStep(),
            cursor.keepsFrom(),
            DecisionCounts.NONE);
    dirty = true;
  }

  private long stagedSlices() {
    return settings.stagingTtlSeconds() * 1000 / settings.layout().sliceMillis();
  }
}
