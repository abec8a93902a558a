package dev.tailspan.lookup;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.trace.TraceSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Search over kept traces, newest decision first. Reads the catalog from the newest step on, some
 * segments at a time, until the page is full; attributes are not in it, so traces that fit
 * otherwise are opened for them, up to a bound a page. Over all pages a trace comes once, in the
 * place of the step that kept it, with what late spans have changed since.
 */
public final class SearchTraces {
  /** Archived traces opened for their attributes before a page ends early. */
  public static final int MAX_OPENED = 200;

  /** Largest page. */
  public static final int MAX_LIMIT = 1000;

  /** Longest time range. */
  public static final int MAX_HOURS = 24 * 31;

  /** Catalog segments (what a step of a bucket kept) looked through before a page ends early. */
  public static final int MAX_SEGMENTS = 32_768;

  /** Of about 40 bytes a trace: a few are one cheap request, and often enough for a page. */
  static final int SEGMENTS_AT_A_TIME = 64;

  /** Empty hours cost a read too. */
  private static final int MAX_READS = MAX_HOURS + MAX_SEGMENTS / SEGMENTS_AT_A_TIME;

  private static final long NO_STEP = Long.MAX_VALUE;
  private static final long HOUR_MILLIS = 3_600_000L;

  private final IndexStore index;
  private final ArchiveStore archive;
  private final long lagMillis;

  /**
   * @param lagMillis how long after a trace's start its decision can come at most, by which the
   *     hours to read are widened
   */
  public SearchTraces(IndexStore index, ArchiveStore archive, long lagMillis) {
    this.index = index;
    this.archive = archive;
    this.lagMillis = lagMillis;
  }

  public SearchPage search(TraceQuery query) {
    Page page = new Page(query);
    long newest = Math.floorDiv(query.endMillis() - 1 + lagMillis, HOUR_MILLIS);
    long oldest = Math.floorDiv(query.startMillis(), HOUR_MILLIS);
    long hour = Math.min(newest, query.cursor().map(SearchCursor::hour).orElse(newest));
    long step =
        query.cursor().filter(at -> at.hour() <= newest).map(SearchCursor::step).orElse(NO_STEP);
    for (int reads = 0; hour >= oldest; reads++) {
      if (reads == MAX_READS) {
        return page.endedAt(SearchCursor.before(hour, step));
      }
      IndexStore.SegmentPage read = index.segments(hour, step, query.service(), SEGMENTS_AT_A_TIME);
      if (!page.add(hour, read.segments())) {
        return page.ended();
      }
      step = read.nextStep().orElse(NO_STEP);
      hour -= read.nextStep().isPresent() ? 0 : 1;
    }
    return page.complete();
  }

  /** A page being filled. */
  private final class Page {
    private final TraceQuery query;
    private final List<CatalogSegment.Entry> found = new ArrayList<>();
    private Optional<SearchCursor> next = Optional.empty();
    private int opened;

    Page(TraceQuery query) {
      this.query = query;
    }

    /** Looks at segments; false once the page is full. */
    boolean add(long hour, List<CatalogSegment> segments) {
      TreeMap<Long, List<CatalogSegment.Entry>> steps = new TreeMap<>(Comparator.reverseOrder());
      for (CatalogSegment segment : segments) {
        steps.computeIfAbsent(segment.step(), s -> new ArrayList<>()).addAll(segment.entries());
      }
      for (Map.Entry<Long, List<CatalogSegment.Entry>> step : steps.entrySet()) {
        if (!addStep(hour, step.getKey(), step.getValue())) {
          return false;
        }
      }
      return true;
    }

    private boolean addStep(long hour, long step, List<CatalogSegment.Entry> entries) {
      List<CatalogSegment.Entry> ordered = new ArrayList<>(entries);
      ordered.sort(SearchCursor.order());
      for (CatalogSegment.Entry entry : ordered) {
        SearchCursor here = SearchCursor.at(hour, step, entry);
        if (query.cursor().filter(at -> at.hour() == hour && !here.isBehind(at)).isPresent()) {
          continue;
        }
        if (fits(entry)) {
          found.add(entry);
        }
        next = Optional.of(here);
        if (found.size() >= query.limit() || opened >= MAX_OPENED) {
          return false;
        }
      }
      return true;
    }

    private boolean fits(CatalogSegment.Entry entry) {
      if (!Matching.fits(entry.summary(), query)) {
        return false;
      }
      if (query.attributes().isEmpty()) {
        return true;
      }
      opened++;
      List<Span> spans = spans(entry.traceId());
      return query.attributes().entrySet().stream().allMatch(wanted -> hasAttribute(spans, wanted));
    }

    SearchPage endedAt(SearchCursor cursor) {
      next = Optional.of(cursor);
      return ended();
    }

    SearchPage ended() {
      return new SearchPage(found, next, opened, found.size() < query.limit());
    }

    SearchPage complete() {
      return new SearchPage(found, Optional.empty(), opened, false);
    }
  }

  private List<Span> spans(TraceId id) {
    List<Span> spans = new ArrayList<>();
    index.find(id).forEach(part -> spans.addAll(archive.read(part)));
    return spans;
  }

  private static boolean hasAttribute(List<Span> spans, Map.Entry<String, String> wanted) {
    return spans.stream()
        .anyMatch(
            span ->
                equalsText(span.attributes(), wanted)
                    || equalsText(span.resource().attributes(), wanted));
  }

  private static boolean equalsText(Attributes attributes, Map.Entry<String, String> wanted) {
    AttributeValue value = attributes.get(wanted.getKey());
    return value != null && value.asText().equals(wanted.getValue());
  }

  /** What can be told from a summary. */
  private static final class Matching {
    static boolean fits(TraceSummary trace, TraceQuery query) {
      long startMillis = Long.divideUnsigned(trace.startTimeUnixNano(), 1_000_000);
      return startMillis >= query.startMillis()
          && startMillis < query.endMillis()
          && trace.durationNanos() >= query.minDurationNanos().orElse(0)
          && trace.durationNanos() <= query.maxDurationNanos().orElse(Long.MAX_VALUE)
          && query.service().map(trace.services()::contains).orElse(true)
          && query.operation().map(name -> hasOperation(trace, query, name)).orElse(true)
          && query
              .status()
              .map(s -> (s == Status.Code.ERROR) == (trace.errorCount() > 0))
              .orElse(true);
    }

    private static boolean hasOperation(TraceSummary trace, TraceQuery query, String name) {
      return query
          .service()
          .map(service -> trace.operations().contains(service + "\n" + name))
          .orElseGet(() -> trace.operations().stream().anyMatch(op -> op.endsWith("\n" + name)));
    }
  }
}
