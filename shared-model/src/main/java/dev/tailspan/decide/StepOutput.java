package dev.tailspan.decide;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.Usage;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.trace.TraceFlag;
import dev.tailspan.trace.TraceSummary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a step writes. Traces come in the order of their ids; their spans go to the archive's writer
 * at once, and only what the index says of them is held.
 */
final class StepOutput implements AutoCloseable {
  private final BucketCursor cursor;
  private final long step;
  private final FinalizeStores stores;
  private final DecideSettings settings;
  private final StatsBefore statsBefore;
  private final ServiceStats stats = new ServiceStats();
  private final TreeMap<TraceId, Long> firstSlices = new TreeMap<>();
  private final List<CatalogSegment.Entry> kept = new ArrayList<>();
  private final List<CatalogUpdate> updates = new ArrayList<>();
  private final List<CatalogSegment.Entry> archived = new ArrayList<>();
  private final List<TracePart> withoutSpans = new ArrayList<>();
  private final Map<String, Long> keptByPolicy = new TreeMap<>();
  private final Map<String, Long> droppedByPolicy = new TreeMap<>();
  private ArchiveStore.@Nullable Writer writer;
  private long traces;
  private long spans;
  private long keptSpans;
  private long dropped;
  private long revived;
  private long lateParts;
  private long duplicates;
  private long truncated;

  StepOutput(
      BucketCursor cursor,
      long step,
      FinalizeStores stores,
      DecideSettings settings,
      StatsBefore statsBefore) {
    this.cursor = cursor;
    this.step = step;
    this.stores = stores;
    this.settings = settings;
    this.statsBefore = statsBefore;
  }

  boolean isEmpty() {
    return firstSlices.isEmpty();
  }

  void decided(StagedTrace trace, long firstSlice) {
    firstSlices.put(trace.id(), firstSlice);
    duplicates += trace.duplicates();
  }

  void count(StagedTrace trace) {
    traces++;
    spans += trace.spans().size();
    truncated += trace.isTruncated() ? 1 : 0;
    stats.add(trace);
  }

  void countLate(StagedTrace whole, List<StagedSpan> fresh, long fromSlice) {
    spans += fresh.size();
    stats.addLate(whole, fromSlice);
  }

  void drop(Decision decision) {
    dropped++;
    if (decision.dropped()) {
      droppedByPolicy.merge(decision.policy(), 1L, Long::sum);
    }
  }

  void keep(StagedTrace trace, Sampling sampling, List<StagedSpan> toArchive) {
    keptByPolicy.merge(sampling.policy(), 1L, Long::sum);
    kept.add(archive(trace, sampling, toArchive));
  }

  /** A trace that was dropped before is kept after all, whole. */
  void revive(StagedTrace whole, Sampling sampling) {
    revived++;
    dropped--;
    keep(whole, sampling, whole.spans());
  }

  /**
   * Spans that came late to a kept trace. Search shows what it has become, unless its beginning is
   * not staged any more: then the late spans alone would be taken for all of it.
   *
   * @param firstSlice where its spans began when it was kept
   */
  void append(StagedTrace whole, TracePart first, List<StagedSpan> fresh, long firstSlice) {
    lateParts++;
    updateSearch(whole, first, archive(whole, first.sampling(), fresh).summary(), firstSlice);
  }

  /**
   * All that came late to a kept trace lies beyond the cap: nothing more is archived, and that is
   * said, by a part that has the places of the first one.
   *
   * @param firstSlice where its spans began when it was kept
   */
  void sayTruncated(StagedTrace whole, TracePart first, long firstSlice) {
    TraceSummary now = summary(whole);
    truncated++;
    withoutSpans.add(new TracePart(whole.id(), step, first.sampling(), now, first.places()));
    updateSearch(whole, first, now, firstSlice);
  }

  private void updateSearch(StagedTrace whole, TracePart first, TraceSummary now, long firstSlice) {
    long start = first.summary().startTimeUnixNano();
    if (whole.firstSlice() > firstSlice
        || Long.compareUnsigned(now.startTimeUnixNano(), start) > 0) {
      return;
    }
    CatalogSegment.Entry entry = new CatalogSegment.Entry(whole.id(), now, first.sampling(), start);
    long hour = settings.hour(first.step());
    updates.add(new CatalogUpdate(hour, cursor.bucket(), first.step(), step, entry));
  }

  private CatalogSegment.Entry archive(
      StagedTrace trace, Sampling sampling, List<StagedSpan> toArchive) {
    List<Span> all = decode(trace.spans());
    TraceSummary summary = TraceAnalysis.of(all).summary(flags(trace));
    List<Span> added = toArchive.size() == all.size() ? all : decode(toArchive);
    if (writer == null) {
      writer =
          stores
              .archive()
              .open(new ArchiveStore.Partition(settings.hour(step), cursor.bucket(), step));
    }
    writer.add(new ArchiveStore.KeptTrace(trace.id(), sampling, summary, added));
    keptSpans += added.size();
    CatalogSegment.Entry entry = new CatalogSegment.Entry(trace.id(), summary, sampling);
    archived.add(entry);
    return entry;
  }

  private static TraceSummary summary(StagedTrace trace) {
    return TraceAnalysis.of(decode(trace.spans())).summary(flags(trace));
  }

  private static List<Span> decode(List<StagedSpan> spans) {
    return spans.stream().map(StagedSpan::decode).toList();
  }

  private static Set<TraceFlag> flags(StagedTrace trace) {
    return trace.isTruncated() ? EnumSet.of(TraceFlag.TRUNCATED) : EnumSet.noneOf(TraceFlag.class);
  }

  DecisionCounts counts() {
    return new DecisionCounts(
        traces,
        spans,
        keptSpans,
        keptByPolicy,
        dropped,
        droppedByPolicy,
        revived,
        lateParts,
        duplicates,
        truncated,
        0,
        Usage.NONE);
  }

  /**
   * Archive, then index, then what search and statistics read, then the decided set. The cursor
   * comes last and elsewhere: until it is written none of this counts, and it comes out the same
   * again.
   */
  DecidedSet write(String policyVersion, long memoryStep) {
    long decidedAt = settings.endMillis(step) / 1000;
    long expiresAt = decidedAt + settings.retentionSeconds();
    List<TracePart> parts = new ArrayList<>(withoutSpans);
    if (writer != null) {
      parts.addAll(parts(writer.finish()));
    }
    if (!parts.isEmpty()) {
      stores.index().put(parts, expiresAt);
      writeCatalog(expiresAt);
    }
    writeStats(decidedAt + 2 * settings.stagingTtlSeconds());
    DecidedSet set =
        DecidedSet.of(
            cursor.bucket(),
            step,
            settings.endSlice(step),
            policyVersion,
            new DecidedSet.Pinned(cursor.statsStep(), cursor.previousStatsStep(), memoryStep),
            firstSlices);
    stores.decisions().putDecided(set, decidedAt + 2 * settings.stagingTtlSeconds());
    return set;
  }

  /** An update lives as long as what it updates. */
  private void writeCatalog(long expiresAt) {
    if (!kept.isEmpty()) {
      CatalogSegment segment = new CatalogSegment(settings.hour(step), cursor.bucket(), step, kept);
      stores.index().putSegment(segment, expiresAt);
    }
    Map<Long, List<CatalogUpdate>> byStep = new TreeMap<>();
    updates.forEach(u -> byStep.computeIfAbsent(u.step(), s -> new ArrayList<>()).add(u));
    byStep.forEach(
        (first, some) ->
            stores
                .index()
                .putUpdates(some, settings.endMillis(first) / 1000 + settings.retentionSeconds()));
  }

  private List<TracePart> parts(Map<TraceId, List<TracePart.Place>> places) {
    return archived.stream()
        .map(
            entry ->
                new TracePart(
                    entry.traceId(),
                    step,
                    entry.sampling(),
                    entry.summary(),
                    Objects.requireNonNull(
                        places.get(entry.traceId()), "no place of a kept trace")))
        .toList();
  }

  /** The hour so far and this step, under this step's key: a repeated run adds to the same base. */
  private void writeStats(long expiresAt) {
    long hour = settings.hour(step);
    statsBefore.hour().map(StatsCodec::decode).ifPresent(stats::merge);
    stores
        .stats()
        .put(new StatsStore.Key(hour, cursor.bucket(), step), StatsCodec.encode(stats), expiresAt);
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
