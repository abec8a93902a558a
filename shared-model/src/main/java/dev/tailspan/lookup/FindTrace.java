package dev.tailspan.lookup;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.Layout;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.SamplingMark;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.WatermarkStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * One trace by its id, wherever it is: archived, in flight, or dropped and still staged. A kept
 * trace comes with the late spans that no step has archived yet.
 */
public final class FindTrace {
  private final Stores stores;
  private final Layout layout;
  private final PolicyVersions policies;
  private final int maxSpans;

  /** What is read. */
  public record Stores(
      StagingStore staging,
      WatermarkStore watermarks,
      DecisionStore decisions,
      IndexStore index,
      ArchiveStore archive) {}

  /**
   * @param maxSpans spans of a staged trace that are read; the rest is left out, and said so
   */
  public FindTrace(Stores stores, Layout layout, PolicyVersions policies, int maxSpans) {
    this.stores = stores;
    this.layout = layout;
    this.policies = policies;
    this.maxSpans = maxSpans;
  }

  /**
   * Looks it up.
   *
   * @param nowMillis up to which slice spans can be staged, epoch milliseconds
   */
  public FoundTrace find(TraceId id, long nowMillis) {
    // The cursor is read before the index: a step that commits in between has its index entries
    // written already, so what it kept is found, and never taken for dropped.
    Optional<BucketCursor> cursor = stores.decisions().cursor(layout.bucket(id));
    List<TracePart> parts = stores.index().find(id);
    long endSlice = layout.slice(nowMillis) + 2; // the stream's clock may run ahead of ours
    OptionalLong openFrom = openFrom(cursor);
    if (!parts.isEmpty()) {
      return kept(id, parts, openFrom, endSlice);
    }
    Optional<DecidedSet> decided = cursor.flatMap(at -> decidedIn(id, at));
    if (decided.isPresent()) {
      return decidedAgainst(id, decided.get(), openFrom, endSlice);
    }
    return staged(id, openFrom, endSlice)
        .map(trace -> inFlight(id, trace))
        .orElseGet(() -> unknown(id));
  }

  private OptionalLong openFrom(Optional<BucketCursor> cursor) {
    if (cursor.isPresent()) {
      return OptionalLong.of(cursor.get().oldestOpenSlice());
    }
    return stores.watermarks().all().stream()
        .map(ShardState::firstArrivalMillis)
        .flatMapToLong(OptionalLong::stream)
        .map(layout::slice)
        .min();
  }

  private Optional<DecidedSet> decidedIn(TraceId id, BucketCursor cursor) {
    return stores.decisions().decided(cursor.bucket(), Long.MIN_VALUE).stream()
        .filter(set -> set.step() < cursor.nextStep() && set.firstSlice(id).isPresent())
        .max(Comparator.comparingLong(DecidedSet::step));
  }

  private FoundTrace kept(TraceId id, List<TracePart> parts, OptionalLong openFrom, long endSlice) {
    List<Span> spans = new ArrayList<>();
    for (TracePart part : parts) {
      for (TracePart.Place place : part.places()) {
        spans.addAll(stores.archive().read(id, place));
      }
    }
    staged(id, openFrom, endSlice).ifPresent(open -> spans.addAll(decode(open)));
    // A span can be in several of them; put together as in staging, each comes once.
    Sampling sampling = parts.get(0).sampling();
    return new FoundTrace(
        id,
        TraceState.KEPT,
        SamplingMark.on(decode(StagedTrace.of(spans)), sampling.policy(), sampling.adjustedCount()),
        Optional.of(sampling),
        Optional.empty(),
        Optional.of(sampling.policyVersion()),
        parts.stream().anyMatch(part -> part.summary().flags().contains("TRUNCATED")));
  }

  /**
   * Spans are looked for where the trace was when it was decided, and where steps are still to
   * come. Between the two there are none: they would have made it decide again.
   */
  private FoundTrace decidedAgainst(
      TraceId id, DecidedSet set, OptionalLong openFrom, long endSlice) {
    long first = set.firstSlice(id).orElseThrow();
    long open = Math.max(set.endSlice(), openFrom.orElse(set.endSlice()));
    Optional<StagedTrace> trace =
        staged(
            id,
            LongStream.concat(
                LongStream.range(first, set.endSlice()), LongStream.range(open, endSlice)));
    boolean more = trace.isPresent() && trace.get().lastSlice() >= set.endSlice();
    if (more) {
      return inFlight(id, trace.get());
    }
    Optional<Decision> again =
        trace.map(staged -> policies.version(set.policyVersion()).decide(staged));
    return new FoundTrace(
        id,
        TraceState.DROPPED,
        trace.map(FindTrace::decode).orElse(List.of()),
        Optional.empty(),
        again,
        Optional.of(set.policyVersion()),
        trace.map(StagedTrace::isTruncated).orElse(false));
  }

  private static FoundTrace inFlight(TraceId id, StagedTrace trace) {
    return new FoundTrace(
        id,
        TraceState.IN_FLIGHT,
        decode(trace),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        trace.isTruncated());
  }

  private static FoundTrace unknown(TraceId id) {
    return new FoundTrace(
        id,
        TraceState.UNKNOWN,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private Optional<StagedTrace> staged(TraceId id, OptionalLong from, long endSlice) {
    return from.isEmpty()
        ? Optional.empty()
        : staged(id, LongStream.range(from.getAsLong(), endSlice));
  }

  private Optional<StagedTrace> staged(TraceId id, LongStream slices) {
    TraceAssembler assembler =
        new TraceAssembler(
            (high, low) -> high == id.high() && low == id.low(), maxSpans, new BlockCodec());
    int bucket = layout.bucket(id);
    slices.forEach(
        slice -> {
          for (int partition : new int[] {bucket, Layout.SHARED_PARTITION}) {
            for (BlockHead head : stores.staging().list(slice, partition)) {
              assembler.add(head.key(), stores.staging().content(head));
            }
          }
        });
    return assembler.traces().stream().findFirst();
  }

  private static List<Span> decode(StagedTrace trace) {
    return trace.spans().stream().map(StagedSpan::decode).toList();
  }
}
