package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.StagingStore;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every bucket decided by one policy file as {@link FinalizeTraces} would, from one step on, but
 * nothing is written: what a step leaves for the next one stays in memory. Statistics and budgets
 * begin as in a new installation. Several dry runs over the same slices may share {@link Slices}.
 */
public final class DryRun {
  private final List<BucketRun> buckets;

  /** Staged slices as listed once, for several dry runs in one thread. */
  public static final class Slices {
    private final StagingStore staging;
    private final StagedSlices slices;

    public Slices(StagingStore staging) {
      this.staging = staging;
      this.slices = new StagedSlices(staging);
    }

    /** Lets go of what lies before a slice, when no dry run over these reads it again. */
    public void forgetBefore(long slice) {
      slices.forgetBefore(slice);
    }
  }

  public DryRun(
      PolicyFile policy,
      DecideSettings settings,
      Slices slices,
      long firstStep,
      DecisionWatcher watcher) {
    BlockCodec codec = new BlockCodec();
    this.buckets =
        IntStream.range(0, settings.layout().buckets())
            .mapToObj(
                bucket -> {
                  ScratchStores scratch = new ScratchStores();
                  return new BucketRun(
                      bucket,
                      scratch.begin(
                          new BucketCursor(
                              bucket,
                              0,
                              firstStep,
                              settings.firstSlice(firstStep),
                              policy.version(),
                              -1,
                              -1,
                              -1,
                              -1,
                              DecisionCounts.NONE)),
                      scratch.stores(slices.staging),
                      settings,
                      PinnedPolicies.always(policy),
                      slices.slices,
                      new DecidedTraces(scratch, bucket),
                      codec,
                      watcher);
                })
            .toList();
  }

  /** Decides the bucket's next step, the first time {@code firstStep}. */
  public void decideNextStep(int bucket) {
    buckets.get(bucket).decideNextStep(Long.MIN_VALUE);
  }

  /** The first slice that any bucket still needs. */
  public long oldestOpenSlice() {
    return buckets.stream().mapToLong(BucketRun::oldestOpenSlice).min().orElseThrow();
  }
}
