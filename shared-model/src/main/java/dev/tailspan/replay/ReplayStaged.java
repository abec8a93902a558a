package dev.tailspan.replay;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.DryRun;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.replay.ReplayAnswer.Bound;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.WatermarkStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is still staged by a candidate and by the file in force, in the same steps, buckets
 * and rounds as production, and compares. It goes up to where every bucket has been decided, and
 * writes nothing.
 *
 * <p>Both begin with empty statistics and full budgets some quiet periods before the window, so
 * that traces which began there, and what they take from budgets, are in the picture: their
 * decisions do not count.
 */
public final class ReplayStaged {
  /** Quiet periods before the window that are decided too. */
  private static final int QUIET_PERIODS_BEFORE = 2;

  private final Stores stores;
  private final PolicyVersions policies;
  private final DecideSettings settings;

  /** What is read. */
  public record Stores(StagingStore staging, WatermarkStore watermarks, DecisionStore decisions) {}

  public ReplayStaged(Stores stores, PolicyVersions policies, DecideSettings settings) {
    this.stores = stores;
    this.policies = policies;
    this.settings = settings;
  }

  /** Replays; empty where nothing that is decided in the window is staged any more. */
  public Optional<ReplayAnswer> replay(PolicyFile candidate, ReplayRequest request) {
    OptionalLong firstArrival =
        stores.watermarks().all().stream()
            .map(ShardState::firstArrivalMillis)
            .flatMapToLong(OptionalLong::stream)
            .min();
    Optional<BucketCursor> behind =
        IntStream.range(0, settings.layout().buckets())
            .mapToObj(bucket -> stores.decisions().cursor(bucket))
            .flatMap(Optional::stream)
            .reduce((a, b) -> a.nextStep() <= b.nextStep() ? a : b);
    if (firstArrival.isEmpty() || behind.isEmpty()) {
      return Optional.empty();
    }
    long staged =
        Math.max(
            firstArrival.getAsLong(), request.nowMillis() - settings.stagingTtlSeconds() * 1000);
    Window window = request.window();
    long first = settings.stepAt(Math.max(window.startMillis(), staged));
    long end = Math.min(behind.get().nextStep(), settings.stepAt(window.endMillis() - 1) + 1);
    if (end <= first) {
      return Optional.empty();
    }
    PolicyFile inForce = policies.version(behind.get().policyVersion());
    long warmUp = Math.max(settings.stepAt(staged), first - stepsBefore(candidate, inForce));
    return Optional.of(new Run(candidate, inForce, request, warmUp, first, end).go());
  }

  private long stepsBefore(PolicyFile candidate, PolicyFile inForce) {
    int quiet = Math.max(quietSlices(candidate), quietSlices(inForce));
    return Math.floorDiv(QUIET_PERIODS_BEFORE * quiet, settings.stepSlices()) + 1L;
  }

  private int quietSlices(PolicyFile file) {
    return file.quiet()
        .map(Duration::toMillis)
        .map(settings::slices)
        .orElse(settings.quietSlices());
  }

  /** One replay. */
  private final class Run {
    private final ReplayRequest request;
    private final long firstStep;
    private final long endStep;
    private final MeteredStaging staging = new MeteredStaging(stores.staging());
    private final DryRun.Slices slices = new DryRun.Slices(staging);
    private final Contender candidate;
    private final Contender inForce;
    private long step;
    private @Nullable Bound cutBy;

    Run(
        PolicyFile candidate,
        PolicyFile inForce,
        ReplayRequest request,
        long warmUpStep,
        long firstStep,
        long endStep) {
      this.request = request;
      this.firstStep = firstStep;
      this.endStep = endStep;
      this.step = warmUpStep;
      this.candidate = new Contender(candidate, settings, slices, warmUpStep);
      this.inForce = new Contender(inForce, settings, slices, warmUpStep);
    }

    ReplayAnswer go() {
      int buckets = settings.layout().buckets();
      while (step < endStep && goesOn()) {
        candidate.step(buckets, step >= firstStep);
        inForce.step(buckets, step >= firstStep);
        slices.forgetBefore(Math.min(candidate.oldestOpenSlice(), inForce.oldestOpenSlice()));
        step++;
      }
      return answer(Math.max(firstStep, step));
    }

    private boolean goesOn() {
      if (staging.bytes() >= request.maxBytes()) {
        cutBy = Bound.BYTES;
      } else if (Math.max(candidate.casts().size(), inForce.casts().size())
          >= request.maxTraces()) {
        cutBy = Bound.TRACES;
      } else if (!request.timeLeft().getAsBoolean()) {
        cutBy = Bound.TIME;
      }
      return cutBy == null;
    }

    private ReplayAnswer answer(long reached) {
      Comparison comparison = Comparison.of(candidate.casts(), inForce.casts(), request.examples());
      Window covered = new Window(settings.startMillis(firstStep), settings.startMillis(reached));
      return new ReplayAnswer(
          covered,
          reached == endStep
              ? Optional.empty()
              : Optional.of(new Window(covered.endMillis(), settings.startMillis(endStep))),
          Optional.ofNullable(cutBy),
          staging.bytes(),
          candidate.side(),
          inForce.side(),
          comparison.compared(),
          OptionalLong.of(comparison.gained()),
          comparison.lost(),
          comparison.gainedExamples(),
          comparison.lostExamples(),
          List.of());
    }
  }
}
