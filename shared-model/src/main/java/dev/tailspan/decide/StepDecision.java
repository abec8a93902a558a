package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.decide.DecidedTraces.Earlier;
import dev.tailspan.decide.DueTraces.Due;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.DecisionRound;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundClock;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.TracePart;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of the traces that are {@linkplain DueTraces due} in one step of one bucket. */
final class StepDecision implements AutoCloseable {
  private final BucketCursor cursor;
  private final long step;
  private final FinalizeStores stores;
  private final DecideSettings settings;
  private final PolicyFile policy;
  private final StatsBefore statsBefore;
  private final StepOutput output;
  private final DecisionRound round;
  private final KeepsByHand keeps;
  private final StagedSlices slices;
  private final DueTraces dueTraces;
  private final Map<TraceId, Optional<TracePart>> keptBefore = new HashMap<>();
  private final DecisionWatcher watcher;

  StepDecision(
      BucketCursor cursor,
      long step,
      FinalizeStores stores,
      DecideSettings settings,
      PolicyFile policy,
      StagedSlices slices,
      DecidedTraces decidedBefore,
      BlockCodec codec,
      DecisionWatcher watcher) {
    this.cursor = cursor;
    this.step = step;
    this.stores = stores;
    this.settings = settings;
    this.policy = policy;
    this.statsBefore = new StatsBefore(cursor, step, stores.stats(), settings);
    this.output = new StepOutput(cursor, step, stores, settings, statsBefore);
    this.round = policy.round(context());
    this.keeps = KeepsByHand.of(stores.decisions(), cursor, settings.endSlice(step));
    this.slices = slices;
    this.dueTraces =
        new DueTraces(cursor, step, settings, policy, slices, decidedBefore, keeps, codec);
    this.watcher = watcher;
  }

  /** What the step's policies see beside its traces. */
  private RoundContext context() {
    return new RoundContext(
        settings.endMillis(step),
        RoundClock.ofSteps(settings.layout(), settings.stepSlices()),
        memory(),
        baseline());
  }

  private Baseline baseline() {
    return policy.wantsBaseline() ? policy.baseline(statsBefore.merged()) : Baseline.NONE;
  }

  /** Once its item may be gone it counts as gone, whenever the step is worked on. */
  private RoundMemory memory() {
    long last = cursor.memoryStep();
    long age = (settings.endMillis(step) - settings.endMillis(last)) / 1000;
    return last < 0 || age > settings.stagingTtlSeconds()
        ? RoundMemory.NONE
        : stores
            .decisions()
            .memory(cursor.bucket(), last)
            .map(RoundMemory::decode)
            .orElse(RoundMemory.NONE); // gone after a long outage, as the spans of its time are
  }

  void decide() {
    List<TraceFilter> passes = dueTraces.passes();
    if (passes.size() == 1) {
      Due due = dueTraces.in(passes.get(0));
      offer(due);
      decide(due);
      return;
    }
    if (round.wantsOffers()) {
      passes.forEach(pass -> offer(dueTraces.in(pass)));
    }
    passes.forEach(pass -> decide(dueTraces.in(pass)));
  }

  /** All that will be decided, and nothing else: what is kept already is not decided again. */
  private void offer(Due due) {
    if (!round.wantsOffers()) {
      return;
    }
    for (StagedTrace trace : due.traces().values()) {
      Earlier earlier = due.late().get(trace.id());
      if (due.byHand().contains(trace.id())) {
        continue;
      }
      if (earlier == null || !earlier.fresh(trace).isEmpty() && keptBefore(trace.id()).isEmpty()) {
        round.offer(trace);
      }
    }
  }

  private void decide(Due due) {
    for (StagedTrace trace : due.traces().values()) {
      Earlier earlier = due.late().get(trace.id());
      if (earlier == null) {
        decideFirst(trace);
      } else if (due.byHand().contains(trace.id())) {
        keepByHand(trace, earlier);
      } else {
        decideAgain(trace, earlier);
      }
    }
  }

  private void decideFirst(StagedTrace trace) {
    Decision decision = judge(trace);
    output.decided(trace, trace.firstSlice());
    output.count(trace);
    Optional<Sampling> kept = sampling(trace.id(), decision);
    if (kept.isPresent()) {
      output.keep(trace, kept.get(), trace.spans());
    } else {
      output.drop(decision);
    }
  }

  /** What comes later is late, and is added to it. */
  private void keepByHand(StagedTrace whole, Earlier earlier) {
    if (keptBefore(whole.id()).isPresent()) {
      return;
    }
    output.decided(whole, earlier.firstSlice());
    List<StagedSpan> fresh = earlier.fresh(whole);
    if (!fresh.isEmpty()) {
      output.countLate(whole, fresh, earlier.endSlice());
    }
    keeps
        .sampling(whole.id(), settings.endMillis(step), policy.version())
        .ifPresent(sampling -> output.revive(whole, sampling));
  }

  private Decision judge(StagedTrace trace) {
    Decision decision = round.decide(trace);
    watcher.decided(trace, decision);
    return decision;
  }

  private void decideAgain(StagedTrace whole, Earlier earlier) {
    List<StagedSpan> fresh = earlier.fresh(whole);
    output.decided(whole, earlier.firstSlice());
    if (fresh.isEmpty()) { // spans that were sent twice and are known, or lie beyond the cap
      if (whole.isTruncated()) {
        sayTruncated(whole, earlier);
      }
      return;
    }
    output.countLate(whole, fresh, earlier.endSlice());
    Optional<TracePart> kept = keptBefore(whole.id());
    if (kept.isPresent()) {
      output.append(whole, kept.get(), fresh, earlier.firstSlice());
      return;
    }
    sampling(whole.id(), judge(whole)).ifPresent(sampling -> output.revive(whole, sampling));
  }

  /** What is left out of a kept trace is said by one of its parts. */
  private void sayTruncated(StagedTrace whole, Earlier earlier) {
    List<TracePart> parts = partsBefore(whole.id());
    if (parts.isEmpty() || parts.stream().anyMatch(TracePart::isTruncated)) {
      return;
    }
    output.sayTruncated(whole, parts.get(0), earlier.firstSlice());
  }

  /** Its first part, looked up once a trace. */
  private Optional<TracePart> keptBefore(TraceId id) {
    return keptBefore.computeIfAbsent(id, this::findKeptBefore);
  }

  private Optional<TracePart> findKeptBefore(TraceId id) {
    return partsBefore(id).stream().findFirst();
  }

  /**
   * In the order of their steps. Entries of this step itself come from a run that did not commit.
   */
  private List<TracePart> partsBefore(TraceId id) {
    return stores.index().find(id).stream()
        .filter(part -> part.step() < step)
        .sorted(Comparator.comparingLong(TracePart::step))
        .toList();
  }

  /** By a policy, else by somebody's hand; empty when it is not kept. */
  private Optional<Sampling> sampling(TraceId id, Decision decision) {
    return decision.sampled()
        ? Optional.of(
            new Sampling(
                decision.policy(),
                decision.reason(),
                decision.adjustedCount(),
                settings.endMillis(step),
                policy.version()))
        : keeps.sampling(id, settings.endMillis(step), policy.version());
  }

  /** No trace was due. */
  boolean isEmpty() {
    return output.isEmpty();
  }

  long oldestOpenSlice() {
    return dueTraces.oldestOpenSlice();
  }

  DecisionCounts counts() {
    return output.counts();
  }

  /** The step whose memory the next one begins from; -1 where the policies need none. */
  long memoryStep() {
    return round.wantsOffers() ? step : -1;
  }

  /** From which revision on requests to keep are left for later steps. */
  long keepsFrom() {
    return keeps.waitingFrom();
  }

  /** Writes everything but the cursor, in the order that a crash may cut off anywhere. */
  DecidedSet write() {
    if (round.wantsOffers()) {
      long expiresAt = settings.endMillis(step) / 1000 + 2 * settings.stagingTtlSeconds();
      stores.decisions().putMemory(cursor.bucket(), step, round.after().encode(), expiresAt);
    }
    return output.write(policy.version(), memoryStep());
  }

  @Override
  public void close() {
    slices.releaseReread();
    output.close();
  }
}
