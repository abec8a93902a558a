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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Search over kept traces, newest decision first. Reads the catalog from the newest step on, some
 * segments at a time, until the page is full; attributes are not in it, so traces that fit
 * otherwise are opened for them, up to a bound a page. Over all pages a trace comes once, in the
 * place of the step that kept it, with what late spans have changed since.
 */
public final class SearchTraces {
  /** Archived traces opened for their attributes before a page ends early. */
  public static final int MAX_OPENED = 200;

  /** Fewer would save no row group. */
  private static final int FIRST_OPENED = 25;

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

    /** Doubles, so that a page that fills at once opens little for nothing. */
    private int atATime;

    Page(TraceQuery query) {
      this.query = query;
      atATime = Math.max(FIRST_OPENED, query.limit());
    }

    /** Looks at segments; false once the page is full. */
    boolean add(long hour, List<CatalogSegment> segments) {
      List<Candidate> ahead = new ArrayList<>();
      for (CatalogSegment segment : segments) {
        for (CatalogSegment.Entry entry : segment.entries()) {
          SearchCursor here = SearchCursor.at(hour, segment.step(), entry);
          if (query.cursor().filter(at -> at.hour() == hour && !here.isBehind(at)).isEmpty()) {
            ahead.add(new Candidate(here, entry));
          }
        }
      }
      ahead.sort(Comparator.comparing(Candidate::cursor, SearchCursor.WITHIN_AN_HOUR));
      return query.attributes().isEmpty() ? addFitting(ahead) : addOpened(ahead);
    }

    private boolean addFitting(List<Candidate> candidates) {
      for (Candidate candidate : candidates) {
        if (!add(candidate, Matching.fits(candidate.entry().summary(), query))) {
          return false;
        }
      }
      return true;
    }

    /** Opens some that fit otherwise together, as many of them lie in the same row groups. */
    private boolean addOpened(List<Candidate> candidates) {
      List<Candidate> looked = new ArrayList<>();
      List<TraceId> wanted = new ArrayList<>();
      for (Candidate candidate : candidates) {
        looked.add(candidate);
        if (Matching.fits(candidate.entry().summary(), query)) {
          wanted.add(candidate.entry().traceId());
        }
        if (wanted.size() == Math.min(atATime, MAX_OPENED - opened)) {
          if (!addThoseWithAttributes(looked, wanted)) {
            return false;
          }
          looked.clear();
          wanted.clear();
        }
      }
      return addThoseWithAttributes(looked, wanted);
    }

    private boolean addThoseWithAttributes(List<Candidate> looked, List<TraceId> wanted) {
      Set<TraceId> having = having(wanted);
      opened += wanted.size();
      atATime = Math.min(MAX_OPENED, atATime * 2);
      for (Candidate candidate : looked) {
        if (!add(candidate, having.contains(candidate.entry().traceId()))) {
          return false;
        }
      }
      return opened < MAX_OPENED;
    }

    private boolean add(Candidate candidate, boolean fits) {
      if (fits) {
        found.add(candidate.entry());
      }
      next = Optional.of(candidate.cursor());
      return found.size() < query.limit();
    }

    /** Those that have all attributes, be it on different spans. */
    private Set<TraceId> having(List<TraceId> ids) {
      Map<TraceId, Set<String>> seen = new HashMap<>();
      archive.read(
          index.find(ids),
          (part, spans) ->
              query.attributes().entrySet().stream()
                  .filter(wanted -> hasAttribute(spans, wanted))
                  .forEach(
                      wanted ->
                          seen.computeIfAbsent(part.traceId(), id -> new HashSet<>())
                              .add(wanted.getKey())));
      int all = query.attributes().size();
      return ids.stream()
          .filter(id -> seen.getOrDefault(id, Set.of()).size() == all)
          .collect(Collectors.toSet());
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

  /** A kept trace in its place in the order of a search. */
  private record Candidate(SearchCursor cursor, CatalogSegment.Entry entry) {}

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
