package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.decide.DecidedTraces.Earlier;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.DecisionRound;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundClock;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.TracePart;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What becomes of the traces that are due in one step of one bucket. A trace is due when its last
 * span arrived before the quiet period, or its first one before the maximum age; slices at or after
 * the step's end are not looked at, and span times never matter.
 */
final class StepDecision implements AutoCloseable {
  private final BucketCursor cursor;
  private final long step;
  private final long endSlice;
  private final FinalizeStores stores;
  private final DecideSettings settings;
  private final PolicyFile policy;
  private final StagedSlices slices;
  private final DecidedTraces decidedBefore;
  private final StatsBefore statsBefore;
  private final StepOutput output;
  private final long quietSlices;
  private final long afterRootSlices;
  private final DecisionRound round;
  private final KeepsByHand keeps;
  private final TraceFilter ours;
  private final BlockCodec codec;
  private long oldestOpenSlice;

  StepDecision(
      BucketCursor cursor,
      long step,
      FinalizeStores stores,
      DecideSettings settings,
      PolicyFile policy,
      StagedSlices slices,
      DecidedTraces decidedBefore,
      BlockCodec codec) {
    this.cursor = cursor;
    this.step = step;
    this.endSlice = settings.endSlice(step);
    this.stores = stores;
    this.settings = settings;
    this.policy = policy;
    this.slices = slices;
    this.decidedBefore = decidedBefore;
    this.statsBefore = new StatsBefore(cursor, step, stores.stats(), settings);
    this.output = new StepOutput(cursor, step, stores, settings, statsBefore);
    this.quietSlices =
        policy
            .quiet()
            .map(quiet -> settings.slices(quiet.toMillis()))
            .orElse(settings.quietSlices());
    this.afterRootSlices =
        policy
            .afterRoot()
            .map(wait -> (long) settings.slices(wait.toMillis()))
            .orElse(Long.MAX_VALUE);
    this.round = policy.round(context());
    this.keeps = KeepsByHand.of(stores.decisions(), cursor, endSlice);
    this.oldestOpenSlice = endSlice;
    this.ours = TraceFilter.bucket(settings.layout(), cursor.bucket());
    this.codec = codec;
  }

  /** What the step's policies see beside its traces. */
  private RoundContext context() {
    double seconds = settings.stepSlices() * settings.layout().sliceMillis() / 1000.0;
    return new RoundContext(
        settings.endMillis(step),
        new RoundClock(seconds, 1.0 / settings.layout().buckets()),
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
    List<BlockHead> heads = slices.heads(cursor.bucket(), cursor.oldestOpenSlice(), endSlice);
    List<TraceFilter> passes =
        LoadPlan.passes(heads, slices, codec, ours, settings.maxLoadedBytes());
    if (passes.size() == 1) {
      Due due = due(heads, passes.get(0));
      offer(due);
      decide(due);
      return;
    }
    if (round.wantsOffers()) {
      passes.forEach(pass -> offer(due(heads, pass)));
    }
    passes.forEach(pass -> decide(due(heads, pass)));
  }

  /**
   * The traces of a pass that are due.
   *
   * @param late of those that were decided before, when
   * @param byHand those of the late ones of which nothing new has come, but that are to be kept
   */
  private record Due(
      Map<TraceId, StagedTrace> traces, Map<TraceId, Earlier> late, Set<TraceId> byHand) {}

  private Due due(List<BlockHead> heads, TraceFilter pass) {
    TraceAssembler assembler = new TraceAssembler(pass, settings.maxSpansPerTrace(), codec);
    slices.load(heads, assembler);
    Map<TraceId, StagedTrace> due = new TreeMap<>();
    Map<TraceId, Earlier> late = new TreeMap<>();
    Set<TraceId> open = new HashSet<>();
    for (StagedTrace trace : assembler.traces()) {
      open.add(trace.id());
      Optional<Earlier> earlier = decidedBefore.find(trace.id(), step);
      if (isDue(trace, earlier)) {
        due.put(trace.id(), trace);
        earlier.ifPresent(e -> late.put(trace.id(), e));
      }
    }
    Map<TraceId, Long> whole = new TreeMap<>();
    late.forEach((id, earlier) -> whole.put(id, earlier.firstSlice()));
    Set<TraceId> byHand = new TreeSet<>();
    for (KeepRequest keep : keeps.reached()) {
      TraceId id = keep.traceId();
      if (pass.test(id.high(), id.low()) && !due.containsKey(id)) {
        Optional<Earlier> earlier = decidedBefore.find(id, step);
        if (earlier.isPresent()) {
          byHand.add(id);
          late.put(id, earlier.get());
          whole.put(id, earlier.get().firstSlice());
        } else if (open.contains(id)) {
          // Its turn comes: were it kept now, no policy could give it a weight any more.
          keeps.leave(keep);
        }
      }
    }
    due.putAll(wholeTraces(whole));
    return new Due(due, late, byHand);
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
      if (earlier == null || !fresh(trace, earlier).isEmpty() && keptBefore(trace.id()).isEmpty()) {
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

  private static List<StagedSpan> fresh(StagedTrace whole, Earlier earlier) {
    return whole.spans().stream().filter(span -> span.slice() >= earlier.endSlice()).toList();
  }

  /** Also notes where the oldest trace begins that stays open. */
  private boolean isDue(StagedTrace trace, Optional<Earlier> earlier) {
    long from = earlier.map(Earlier::endSlice).orElse(Long.MIN_VALUE);
    long first = Long.MAX_VALUE;
    long root = Long.MAX_VALUE;
    for (StagedSpan span : trace.spans()) {
      if (span.slice() >= from) {
        first = Math.min(first, span.slice());
        root = span.parentSpanIdValue() == 0 ? Math.min(root, span.slice()) : root;
      }
    }
    if (first == Long.MAX_VALUE) {
      return false; // decided before, and nothing has come since
    }
    boolean due =
        trace.lastSlice() < endSlice - quietSlices
            || root < endSlice - afterRootSlices
            || first <= endSlice - settings.maxAgeSlices();
    if (!due) {
      oldestOpenSlice = Math.min(oldestOpenSlice, first);
    }
    return due;
  }

  /**
   * Traces with all their spans that are still staged.
   *
   * @param firstSlices where each begins
   */
  private Map<TraceId, StagedTrace> wholeTraces(Map<TraceId, Long> firstSlices) {
    Map<TraceId, StagedTrace> whole = new TreeMap<>();
    if (firstSlices.isEmpty()) {
      return whole;
    }
    long first = firstSlices.values().stream().mapToLong(slice -> slice).min().orElseThrow();
    TraceAssembler assembler =
        new TraceAssembler(
            ours.and((high, low) -> firstSlices.containsKey(new TraceId(high, low))),
            settings.maxSpansPerTrace(),
            codec);
    slices.load(slices.heads(cursor.bucket(), first, endSlice), assembler);
    assembler.traces().forEach(trace -> whole.put(trace.id(), trace));
    return whole;
  }

  private void decideFirst(StagedTrace trace) {
    Decision decision = round.decide(trace);
    output.decided(trace, trace.firstSlice());
    output.count(trace);
    Optional<Sampling> kept = sampling(trace.id(), decision);
    if (kept.isPresent()) {
      output.keep(trace, kept.get(), trace.spans());
    } else {
      output.drop();
    }
  }

  /** What comes later is late, and is added to it. */
  private void keepByHand(StagedTrace whole, Earlier earlier) {
    if (keptBefore(whole.id()).isPresent()) {
      return;
    }
    output.decided(whole, earlier.firstSlice());
    List<StagedSpan> fresh = fresh(whole, earlier);
    if (!fresh.isEmpty()) {
      output.countLate(whole, fresh, earlier.endSlice());
    }
    keeps
        .sampling(whole.id(), settings.endMillis(step), policy.version())
        .ifPresent(sampling -> output.revive(whole, sampling));
  }

  private void decideAgain(StagedTrace whole, Earlier earlier) {
    List<StagedSpan> fresh = fresh(whole, earlier);
    output.decided(whole, earlier.firstSlice());
    if (fresh.isEmpty()) {
      return; // spans that were sent twice, and are known
    }
    output.countLate(whole, fresh, earlier.endSlice());
    Optional<Sampling> kept = keptBefore(whole.id());
    if (kept.isPresent()) {
      output.append(whole, kept.get(), fresh);
      return;
    }
    sampling(whole.id(), round.decide(whole)).ifPresent(sampling -> output.revive(whole, sampling));
  }

  /** Entries of this step itself come from a run that did not commit. */
  private Optional<Sampling> keptBefore(TraceId id) {
    return stores.index().find(id).stream()
        .filter(part -> part.step() < step)
        .min(Comparator.comparingLong(TracePart::step))
        .map(TracePart::sampling);
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
    return oldestOpenSlice;
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
    return output.write(policy.version());
  }

  @Override
  public void close() {
    output.close();
  }
}
