package dev.tailspan.lookup;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.Layout;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.SamplingMark;
import dev.tailspan.policy.Vote;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.WatermarkStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * One trace by its id, wherever it is: archived, in flight, or dropped and still staged. A kept
 * trace comes with the late spans that no step has archived yet.
 */
public final class FindTrace {
  private static final long HOUR_MILLIS = 3_600_000L;

  /** Blocks fetched at a time, so that a lookup holds few of them. */
  private static final int BLOCKS_AT_A_TIME = 32;

  private final Stores stores;
  private final Layout layout;
  private final PastRounds rounds;
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
  public FindTrace(Stores stores, Layout layout, PastRounds rounds, int maxSpans) {
    this.stores = stores;
    this.layout = layout;
    this.rounds = rounds;
    this.maxSpans = maxSpans;
  }

  /**
   * Looks it up.
   *
   * @param nowMillis up to which slice spans can be staged, epoch milliseconds
   */
  public FoundTrace find(TraceId id, long nowMillis) {
    return find(id, nowMillis, false);
  }

  /**
   * Looks it up, with each policy's vote: of a kept or dropped trace as it was decided, by the
   * version that decided; of one in flight as if it were decided now, with what is left of the
   * budgets.
   *
   * @param nowMillis as for {@link #find(TraceId, long)}
   */
  public FoundTrace explain(TraceId id, long nowMillis) {
    return find(id, nowMillis, true);
  }

  private FoundTrace find(TraceId id, long nowMillis, boolean explain) {
    // The cursor is read before the index: a step that commits in between has its index entries
    // written already, so what it kept is found, and never taken for dropped.
    Optional<BucketCursor> cursor = stores.decisions().cursor(layout.bucket(id));
    List<TracePart> parts = stores.index().find(id);
    long endSlice = layout.slice(nowMillis) + 2; // the stream's clock may run ahead of ours
    OptionalLong openFrom = openFrom(cursor);
    if (!parts.isEmpty()) {
      return kept(id, parts, openFrom, endSlice, explain);
    }
    Optional<DecidedSet> decided = cursor.flatMap(at -> decidedIn(id, at));
    if (decided.isPresent()) {
      FoundTrace found = decidedAgainst(id, decided.get(), openFrom.orElse(endSlice), endSlice);
      return explain && found.state() == TraceState.IN_FLIGHT
          ? ifNow(found, cursor, nowMillis)
          : found;
    }
    Optional<FoundTrace> open =
        staged(id, from(openFrom, endSlice)).map(trace -> inFlight(id, trace));
    return explain
        ? open.map(found -> ifNow(found, cursor, nowMillis)).orElseGet(() -> unknown(id))
        : open.orElseGet(() -> unknown(id));
  }

  private OptionalLong openFrom(Optional<BucketCursor> cursor) {
    if (cursor.isPresent()) {
      return OptionalLong.of(cursor.get().oldestOpenSlice());
    }
    OptionalLong arrival = stores.watermarks().firstArrivalMillis();
    return arrival.isPresent()
        ? OptionalLong.of(layout.slice(arrival.getAsLong()))
        : OptionalLong.empty();
  }

  private Optional<DecidedSet> decidedIn(TraceId id, BucketCursor cursor) {
    for (Slices ended : decidedRanges(stores.decisions().mayHaveDecided(cursor.bucket(), id))) {
      Optional<DecidedSet> decided =
          stores.decisions().decided(cursor.bucket(), ended.from() - 1, ended.to() - 1).stream()
              .filter(set -> set.step() < cursor.nextStep() && set.firstSlice(id).isPresent())
              .max(Comparator.comparingLong(DecidedSet::step));
      if (decided.isPresent()) {
        return decided;
      }
    }
    return Optional.empty();
  }

  /**
   * The ends of steps that may have decided a trace, latest first: people ask for what was just
   * dropped. The hour that is not over has no filter.
   *
   * @param mayHaveDecided by hour, where there is a filter
   */
  private List<Slices> decidedRanges(SortedMap<Long, Boolean> mayHaveDecided) {
    List<Slices> ranges = new ArrayList<>();
    long to = Long.MAX_VALUE;
    for (long hour : new TreeSet<>(mayHaveDecided.keySet()).descendingSet()) {
      Slices inHour = new Slices(endsFrom(hour), endsFrom(hour + 1));
      if (inHour.to() < to) {
        ranges.add(new Slices(inHour.to(), to));
      }
      if (Boolean.TRUE.equals(mayHaveDecided.get(hour))) {
        ranges.add(inHour);
      }
      to = inHour.from();
    }
    ranges.add(new Slices(0, to));
    return ranges;
  }

  /** The first slice whose start, where a step may end, is in an hour or later. */
  private long endsFrom(long hour) {
    return layout.slice(hour * HOUR_MILLIS) + 1;
  }

  /** What would be decided of a trace in flight. */
  private FoundTrace ifNow(FoundTrace found, Optional<BucketCursor> cursor, long nowMillis) {
    StagedTrace trace = StagedTrace.of(found.spans());
    PolicyFile policy = rounds.nextPolicy(cursor);
    return new FoundTrace(
        found.id(),
        found.state(),
        found.spans(),
        Optional.empty(),
        Optional.of(rounds.next(trace, policy, cursor, nowMillis)),
        Optional.of(policy.version()),
        found.truncated());
  }

  /** By the spans of its first part: what came late had no vote. What was recorded then wins. */
  private Decision explainKept(TracePart first) {
    Sampling why = first.sampling();
    List<Vote> votes = rounds.kept(StagedTrace.of(stores.archive().read(first)), first).votes();
    return new Decision(true, why.policy(), why.reason(), why.adjustedCount(), votes);
  }

  private FoundTrace kept(
      TraceId id, List<TracePart> parts, OptionalLong openFrom, long endSlice, boolean explain) {
    Optional<Decision> explanation =
        explain ? Optional.of(explainKept(parts.get(0))) : Optional.empty();
    // A span can be in several places; put together as in staging, each comes once. Of a trace at
    // the cap only the bytes are held meanwhile.
    StagedTrace.Builder whole = new StagedTrace.Builder();
    for (TracePart part : parts) {
      part.places().forEach(place -> whole.add(stores.archive().read(id, place), 0));
    }
    Optional<StagedTrace> open = staged(id, from(openFrom, endSlice));
    open.ifPresent(late -> whole.add(decode(late), 0));
    Sampling sampling = parts.get(0).sampling();
    return new FoundTrace(
        id,
        TraceState.KEPT,
        SamplingMark.on(decode(whole.build()), sampling.policy(), sampling.adjustedCount()),
        Optional.of(sampling),
        explanation,
        Optional.of(sampling.policyVersion()),
        parts.stream().anyMatch(TracePart::isTruncated)
            || open.filter(StagedTrace::isTruncated).isPresent());
  }

  /**
   * Between the end of the step that decided it and what is still open now there is nothing of the
   * trace: a later step would have decided again.
   */
  private FoundTrace decidedAgainst(TraceId id, DecidedSet set, long openFrom, long endSlice) {
    long first = set.firstSlice(id).orElseThrow();
    Optional<StagedTrace> trace =
        staged(
            id,
            openFrom <= set.endSlice()
                ? List.of(new Slices(first, endSlice))
                : List.of(new Slices(first, set.endSlice()), new Slices(openFrom, endSlice)));
    boolean more = trace.isPresent() && trace.get().lastSlice() >= set.endSlice();
    if (more) {
      return inFlight(id, trace.get());
    }
    Optional<Decision> again = trace.map(staged -> rounds.dropped(staged, set));
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

  /** Slices from one (inclusive) to another (exclusive). */
  private record Slices(long from, long to) {}

  private static List<Slices> from(OptionalLong first, long endSlice) {
    return first.isPresent() ? List.of(new Slices(first.getAsLong(), endSlice)) : List.of();
  }

  private Optional<StagedTrace> staged(TraceId id, List<Slices> ranges) {
    try (BlockCodec codec = new BlockCodec()) {
      TraceAssembler assembler =
          new TraceAssembler((high, low) -> high == id.high() && low == id.low(), maxSpans, codec);
      List<Integer> partitions = List.of(layout.bucket(id), Layout.SHARED_PARTITION);
      for (Slices range : ranges) {
        List<BlockHead> heads = stores.staging().list(range.from(), range.to(), partitions);
        for (int i = 0; i < heads.size(); i += BLOCKS_AT_A_TIME) {
          List<BlockHead> some = heads.subList(i, Math.min(heads.size(), i + BLOCKS_AT_A_TIME));
          List<byte[]> contents = stores.staging().contents(some);
          for (int n = 0; n < some.size(); n++) {
            assembler.add(some.get(n).key(), contents.get(n));
          }
        }
      }
      return assembler.traces().stream().findFirst();
    }
  }

  private static List<Span> decode(StagedTrace trace) {
    return trace.spans().stream().map(StagedSpan::decode).toList();
  }
}
