package dev.tailspan.decide;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.decide.DecidedTraces.Earlier;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.KeepRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The traces that are due in one step of one bucket: whose last span arrived before the quiet
 * period, whose root arrived before the wait after it, or whose first span before the maximum age.
 * Slices at or after the step's end are not looked at, and span times never matter.
 */
final class DueTraces {
  private final BucketCursor cursor;
  private final long step;
  private final long endSlice;
  private final DecideSettings settings;
  private final StagedSlices slices;
  private final DecidedTraces decidedBefore;
  private final KeepsByHand keeps;
  private final BlockCodec codec;
  private final TraceFilter ours;
  private final List<BlockHead> heads;
  private final long quietSlices;
  private final long afterRootSlices;
  private long oldestOpenSlice;

  DueTraces(
      BucketCursor cursor,
      long step,
      DecideSettings settings,
      PolicyFile policy,
      StagedSlices slices,
      DecidedTraces decidedBefore,
      KeepsByHand keeps,
      BlockCodec codec) {
    this.cursor = cursor;
    this.step = step;
    this.endSlice = settings.endSlice(step);
    this.settings = settings;
    this.slices = slices;
    this.decidedBefore = decidedBefore;
    this.keeps = keeps;
    this.codec = codec;
    this.ours = TraceFilter.bucket(settings.layout(), cursor.bucket());
    this.heads = slices.heads(cursor.bucket(), cursor.oldestOpenSlice(), endSlice);
    this.quietSlices = settings.quietSlices(policy);
    this.afterRootSlices =
        policy
            .afterRoot()
            .map(wait -> (long) settings.slices(wait.toMillis()))
            .orElse(Long.MAX_VALUE);
    this.oldestOpenSlice = endSlice;
  }

  /**
   * Traces that are due.
   *
   * @param late of those that were decided before, when
   * @param byHand those of the late ones of which nothing new has come, but that are to be kept
   */
  record Due(Map<TraceId, StagedTrace> traces, Map<TraceId, Earlier> late, Set<TraceId> byHand) {}

  /**
   * In how many parts to go through them, in the order of trace ids, so that each fits in memory.
   */
  List<TraceFilter> passes() {
    return LoadPlan.passes(heads, slices, codec, ours, settings.maxLoadedBytes());
  }

  /** Where the oldest trace begins that stays open, once all passes were looked at. */
  long oldestOpenSlice() {
    return oldestOpenSlice;
  }

  /** Of one pass. Also notes where the oldest trace begins that stays open. */
  Due in(TraceFilter pass) {
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

  /** Also notes where the oldest trace begins that stays open. */
  private boolean isDue(StagedTrace trace, Optional<Earlier> earlier) {
    long from = earlier.map(Earlier::endSlice).orElse(Long.MIN_VALUE);
    // Before a decision what is beyond the cap counts too: a trace begins with what came first.
    long first = earlier.isEmpty() ? trace.firstSlice() : Long.MAX_VALUE;
    long root = Long.MAX_VALUE;
    for (StagedSpan span : trace.spans()) {
      if (span.slice() >= from) {
        first = Math.min(first, span.slice());
        root = span.parentSpanIdValue() == 0 ? Math.min(root, span.slice()) : root;
      }
    }
    if (first == Long.MAX_VALUE) {
      // Decided before, and nothing has come since but what may lie beyond the cap: there is
      // nothing to wait for, as that changes no decision, but it may be still to be said.
      return trace.isTruncated() && trace.lastSlice() >= from;
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
}
