package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.CurrentPolicy;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.PolicyVersions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Decides every complete step of a range of buckets, oldest first, until nothing is left or the
 * time is up. Cut off anywhere, it loses nothing: the next run makes the same bytes under the same
 * keys. Two runs at once do the same work, and one of them commits.
 *
 * <p>One instance lives as long as its process and remembers decided sets between runs; it is not
 * safe for several threads.
 */
public final class FinalizeTraces implements AutoCloseable {
  private final FinalizeStores stores;
  private final DecideSettings settings;
  private final PolicyVersions policies;
  private final BlockCodec codec = new BlockCodec();
  private final Map<Integer, DecidedTraces> decidedByBucket = new HashMap<>();

  public FinalizeTraces(FinalizeStores stores, PolicyVersions policies, DecideSettings settings) {
    this.stores = stores;
    this.settings = settings;
    this.policies = policies;
  }

  /**
   * Runs as if no time had passed since the low watermark.
   *
   * @param fromBucket first bucket, inclusive
   * @param toBucket last bucket, exclusive
   * @param lowWatermarkMillis from {@link LowWatermark}: nothing that ends later is decided
   * @param timeLeft asked before each step
   */
  public Outcome run(
      int fromBucket, int toBucket, long lowWatermarkMillis, BooleanSupplier timeLeft) {
    return run(
        fromBucket,
        toBucket,
        lowWatermarkMillis,
        lowWatermarkMillis,
        timeLeft,
        DecisionWatcher.NONE);
  }

  /**
   * Runs.
   *
   * @param fromBucket first bucket, inclusive
   * @param toBucket last bucket, exclusive
   * @param lowWatermarkMillis from {@link LowWatermark}: nothing that ends later is decided
   * @param nowMillis only to count steps whose spans may have expired; it changes no decision
   * @param timeLeft asked before each step
   * @param watcher is told of every decision
   */
  public Outcome run(
      int fromBucket,
      int toBucket,
      long lowWatermarkMillis,
      long nowMillis,
      BooleanSupplier timeLeft,
      DecisionWatcher watcher) {
    long completeSteps = settings.stepAt(lowWatermarkMillis);
    StagedSlices slices = new StagedSlices(stores.staging());
    List<BucketRun> runs = new ArrayList<>();
    long refusedBefore = policies.refusedLoads();
    for (int bucket = fromBucket; bucket < toBucket; bucket++) {
      open(bucket, slices, completeSteps, watcher).ifPresent(runs::add);
    }
    if (runs.isEmpty()) {
      return new Outcome(true, 0, 0, DecisionCounts.NONE, policies.refusedLoads() - refusedBefore);
    }
    int steps = 0;
    boolean done = false;
    while (timeLeft.getAsBoolean()) {
      BucketRun oldest =
          runs.stream().min(Comparator.comparingLong(BucketRun::nextStep)).orElseThrow();
      if (oldest.nextStep() >= completeSteps) {
        done = true;
        break;
      }
      oldest.decideNextStep(nowMillis);
      steps++;
      slices.forgetBefore(runs.stream().mapToLong(BucketRun::oldestOpenSlice).min().orElseThrow());
    }
    runs.forEach(BucketRun::finish);
    DecisionCounts counts =
        runs.stream().map(BucketRun::counts).reduce(DecisionCounts.NONE, DecisionCounts::plus);
    long behind = runs.stream().mapToLong(BucketRun::nextStep).min().orElse(completeSteps);
    return new Outcome(
        done, steps, completeSteps - behind, counts, policies.refusedLoads() - refusedBefore);
  }

  /** The policy file that lies there now, if it is refused, as of the last commit. */
  public Optional<CurrentPolicy> refusedPolicy() {
    return policies.refused();
  }

  /** A bucket from where it stands; empty as long as there is nothing it could begin with. */
  private Optional<BucketRun> open(
      int bucket, StagedSlices slices, long completeSteps, DecisionWatcher watcher) {
    DecidedTraces decided =
        decidedByBucket.computeIfAbsent(bucket, b -> new DecidedTraces(stores.decisions(), b));
    return stores
        .decisions()
        .cursor(bucket)
        .or(() -> begin(bucket, completeSteps))
        .map(
            cursor ->
                new BucketRun(
                    bucket,
                    cursor,
                    stores,
                    settings,
                    PinnedPolicies.of(policies),
                    slices,
                    decided,
                    codec,
                    watcher));
  }

  /**
   * The first cursor of a bucket, at the first step that holds anything. Before that step is
   * complete there is none: the low watermark may lie hours back, as an unread shard puts it, and a
   * cursor there would have to walk through all the empty steps since.
   */
  private Optional<BucketCursor> begin(int bucket, long completeSteps) {
    OptionalLong arrival = stores.watermarks().firstArrivalMillis();
    if (arrival.isEmpty() || settings.stepAt(arrival.getAsLong()) >= completeSteps) {
      return Optional.empty();
    }
    long step = settings.stepAt(arrival.getAsLong());
    BucketCursor first =
        new BucketCursor(
            bucket,
            0,
            step,
            settings.firstSlice(step),
            policies.pin(Optional.empty()),
            -1,
            -1,
            -1,
            -1,
            DecisionCounts.NONE);
    return stores.decisions().commit(first)
        ? Optional.of(first)
        : stores.decisions().cursor(bucket);
  }

  /**
   * How far a run came.
   *
   * @param done nothing that could be decided is left
   * @param steps steps worked on
   * @param stepsBehind steps left to the bucket that is furthest behind
   * @param counts what this run committed
   * @param refusedPolicyLoads how often it looked for a new policy file and refused what lay there
   */
  public record Outcome(
      boolean done, int steps, long stepsBehind, DecisionCounts counts, long refusedPolicyLoads) {}

  /** Lets go of native memory, for who makes several in a process; it is of no use afterwards. */
  @Override
  public void close() {
    codec.close();
  }
}
