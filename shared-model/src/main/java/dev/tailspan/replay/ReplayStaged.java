package dev.tailspan.replay;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.DryRun;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.replay.ReplayAnswer.Bound;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.WatermarkStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides what is still staged by a candidate and by the file in force, in the same steps, buckets
 * and rounds as production, and compares. It goes up to where every bucket has been decided, and
 * writes nothing.
 *
 * <p>A trace counts in the window in which its first span arrived, whenever a file comes to decide
 * it: so both files have the same traces, and windows that follow one another add up. Both begin
 * with empty statistics and full budgets some quiet periods before the window, so that what began
 * there takes its share of budgets.
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
    OptionalLong firstArrival = stores.watermarks().firstArrivalMillis();
    Optional<BucketCursor> behind =
        stores.decisions().cursors(settings.layout().buckets()).stream()
            .reduce((a, b) -> a.nextStep() <= b.nextStep() ? a : b);
    if (firstArrival.isEmpty() || behind.isEmpty()) {
      return Optional.empty();
    }
    long staged =
        Math.max(
            firstArrival.getAsLong(), request.nowMillis() - settings.stagingTtlSeconds() * 1000);
    Window window = request.window();
    long first = settings.stepAt(Math.max(window.startMillis(), staged));
    long frontier = behind.get().nextStep();
    long end = Math.min(frontier, settings.stepAt(window.endMillis() - 1) + 1);
    if (end <= first) {
      return Optional.empty();
    }
    PolicyFile inForce = policies.version(behind.get().policyVersion());
    long warmUp = Math.max(settings.stepAt(staged), first - stepsBefore(candidate, inForce));
    return Optional.of(
        new Run(candidate, inForce, request, new Steps(warmUp, first, end, frontier)).go());
  }

  private long stepsBefore(PolicyFile candidate, PolicyFile inForce) {
    int quiet = Math.max(settings.quietSlices(candidate), settings.quietSlices(inForce));
    return Math.floorDiv(QUIET_PERIODS_BEFORE * quiet, settings.stepSlices()) + 1L;
  }

  /**
   * Where a replay goes along.
   *
   * @param warmUp first step that is decided
   * @param first of the window
   * @param end of the window, exclusive
   * @param frontier from which on slices can change
   */
  private record Steps(long warmUp, long first, long end, long frontier) {}

  /** One replay. */
  private final class Run {
    private final ReplayRequest request;
    private final Steps steps;
    private final MeteredStaging staging;
    private final DryRun.Slices slices;
    private final Contender candidate;
    private final Contender inForce;
    private long step;
    private Optional<Bound> cutBy = Optional.empty();

    Run(PolicyFile candidate, PolicyFile inForce, ReplayRequest request, Steps steps) {
      this.request = request;
      this.steps = steps;
      this.step = steps.warmUp();
      this.staging = new MeteredStaging(stores.staging(), settings.firstSlice(steps.frontier()));
      this.slices = new DryRun.Slices(staging);
      this.candidate = new Contender(candidate, settings, slices, steps.warmUp());
      this.inForce = new Contender(inForce, settings, slices, steps.warmUp());
    }

    ReplayAnswer go() {
      while (step < steps.end() && goesOn()) {
        step();
      }
      long reached = Math.max(steps.first(), step);
      long endSlice = settings.firstSlice(reached);
      if (reached > steps.first()) {
        while (Math.min(candidate.oldestOpenSlice(), inForce.oldestOpenSlice()) < endSlice) {
          step();
        }
      }
      return answer(reached, endSlice);
    }

    private void step() {
      candidate.step(step);
      inForce.step(step);
      slices.forgetBefore(Math.min(candidate.oldestOpenSlice(), inForce.oldestOpenSlice()));
      step++;
    }

    private boolean goesOn() {
      int traces = Math.max(candidate.decided(), inForce.decided());
      cutBy = request.reached(staging.bytes(), traces);
      return cutBy.isEmpty();
    }

    private ReplayAnswer answer(long reached, long endSlice) {
      long firstSlice = settings.firstSlice(steps.first());
      Map<TraceId, Ballot.Cast> after = candidate.casts(firstSlice, endSlice);
      Map<TraceId, Ballot.Cast> before = inForce.casts(firstSlice, endSlice);
      Comparison comparison = Comparison.of(after, before, request.examples());
      Window covered =
          new Window(settings.startMillis(steps.first()), settings.startMillis(reached));
      return new ReplayAnswer(
          covered,
          reached == steps.end()
              ? Optional.empty()
              : Optional.of(new Window(covered.endMillis(), settings.startMillis(steps.end()))),
          cutBy,
          staging.bytes(),
          candidate.side(after),
          inForce.side(before),
          comparison.compared(),
          OptionalLong.of(comparison.gained()),
          comparison.lost(),
          comparison.gainedExamples(),
          comparison.lostExamples(),
          List.of());
    }
  }
}
