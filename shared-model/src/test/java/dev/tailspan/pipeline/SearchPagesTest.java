package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.SearchCursor;
import dev.tailspan.lookup.SearchPage;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.TraceQuery;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Pages of a search over traces that spans came late to, in later steps and hours. */
class SearchPagesTest {
  private static final Duration QUIET = Duration.ofMinutes(3);
  private static final long LAG_MILLIS = 900_000;

  private final Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
  private final Spans spans = new Spans(8);
  private final long begin = pipeline.clock.getAsLong();
  private final List<Span> roots = new ArrayList<>();
  private final Map<TraceId, Integer> spansByTrace = new HashMap<>();

  @Test
  void everyTraceComesOnceWithItsNewestSummaryWhateverTheSizeOfPages() {
    for (int i = 0; i < 12; i++) {
      keepTraces(2);
      late(roots.get(i), "late", 0); // kept up to half an hour ago
      late(roots.get(roots.size() - 1), "late", 0);
      decide();
    }
    List<CatalogSegment.Entry> all = allPages(query(1_000));

    assertThat(all).extracting(CatalogSegment.Entry::traceId).hasSize(24).doesNotHaveDuplicates();
    assertThat(hours()).isPositive();
    assertThat(all)
        .allSatisfy(
            entry ->
                assertThat(entry.summary().spanCount())
                    .isEqualTo(spansByTrace.get(entry.traceId())));
    for (int limit = 1; limit <= all.size() + 1; limit++) {
      assertThat(allPages(query(limit))).as("limit %d", limit).isEqualTo(all);
    }
  }

  @Test
  void spansThatComeLateBetweenTwoPagesNeitherHideATraceNorShowItTwice() {
    for (int limit = 1; limit < 8; limit++) {
      for (int i = 0; i < 4; i++) {
        keepTraces(2);
      }
      List<CatalogSegment.Entry> seen = new ArrayList<>();
      Optional<SearchCursor> cursor = Optional.empty();
      do {
        SearchPage page = search(query(limit), cursor);
        seen.addAll(page.traces());
        cursor = page.next();
        roots.forEach(root -> late(root, "late", 60_000)); // which begin before their traces do
        decide();
      } while (cursor.isPresent());

      assertThat(seen)
          .extracting(CatalogSegment.Entry::traceId)
          .containsExactlyInAnyOrderElementsOf(spansByTrace.keySet());
    }
  }

  @Test
  void aTraceIsFoundByWhatCameLate() {
    keepTraces(3);
    keepTraces(3);
    Span late = late(roots.get(1), "billing", 0);
    pipeline.put(0, List.of(Spans.failed(now(spans.child(late, "billing", "refused"), 0))));
    decide();

    assertThat(allPages(query(Optional.of("billing"), Optional.empty(), 1)))
        .extracting(CatalogSegment.Entry::traceId)
        .containsExactly(late.traceId());
    assertThat(allPages(query(Optional.empty(), Optional.of(Status.Code.ERROR), 1)))
        .extracting(CatalogSegment.Entry::traceId)
        .containsExactly(late.traceId());
  }

  @Test
  void aSearchByAttributesFindsAllThatHaveThemOnWhateverSpansInPagesOfAnySize() {
    keepTraces(60);
    keepTraces(60);
    List<TraceId> having = new ArrayList<>();
    for (int i = 0; i < roots.size(); i += 3) {
      Span root = roots.get(i);
      put(now(spans.child(root, "shop", "one"), 0), "enduser.id", "ann");
      if (i % 2 == 0) {
        put(now(spans.child(root, "shop", "another"), 0), "cart", "7");
        having.add(root.traceId());
      }
    }
    decide();
    Map<String, String> wanted = Map.of("enduser.id", "ann", "cart", "7");

    List<CatalogSegment.Entry> all = allPages(query(wanted, 1_000));

    assertThat(all)
        .extracting(CatalogSegment.Entry::traceId)
        .containsExactlyInAnyOrderElementsOf(having);
    for (int limit : new int[] {1, 2, 7, 19, 20, 21}) {
      assertThat(allPages(query(wanted, limit))).as("limit %d", limit).isEqualTo(all);
    }
  }

  @Test
  void aPageByAttributesOpensNoMoreThanItMay() {
    keepTraces(SearchTraces.MAX_OPENED + 30);
    TraceQuery query = query(Map.of("enduser.id", "nobody"), 20);

    SearchPage first = search(query, Optional.empty());
    SearchPage second = search(query, first.next());

    assertThat(first.opened()).isEqualTo(SearchTraces.MAX_OPENED);
    assertThat(first.next()).isPresent();
    assertThat(second.opened()).isEqualTo(30);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void aTraceWhoseBeginningIsNotStagedAnyMoreIsListedAsItWas() {
    keepTraces(1);
    List<CatalogSegment.Entry> before = allPages(query(10));
    for (int i = 0; i < 4; i++) {
      pipeline.wait(Duration.ofSeconds(Pipeline.TTL_SECONDS / 2));
      late(roots.get(0), "late", 0);
      decide();
    }
    assertThat(pipeline.index.find(roots.get(0).traceId())).hasSize(5);

    List<CatalogSegment.Entry> after = allPages(query(10));

    assertThat(after).hasSize(1);
    assertThat(after.get(0).summary().startTimeUnixNano())
        .isEqualTo(before.get(0).summary().startTimeUnixNano());
    assertThat(after.get(0).summary().spanCount()).isEqualTo(3);
  }

  private void keepTraces(int count) {
    for (int i = 0; i < count; i++) {
      List<Span> trace =
          spans.trace(2).stream().map(span -> now(span, span.name().length())).toList();
      roots.add(trace.get(0));
      spansByTrace.put(trace.get(0).traceId(), 2);
      pipeline.put(0, trace);
    }
    decide();
  }

  /** Began so many milliseconds ago, and took one. */
  private Span now(Span span, long agoMillis) {
    long start = (pipeline.clock.getAsLong() - agoMillis) * 1_000_000;
    return span.toBuilder().times(start, start + 1_000_000).build();
  }

  private Span late(Span root, String service, long beforeRootMillis) {
    long ago = pipeline.clock.getAsLong() - root.startTimeUnixNano() / 1_000_000;
    Span late =
        now(spans.child(root, service, "late"), beforeRootMillis == 0 ? 0 : ago + beforeRootMillis);
    spansByTrace.merge(root.traceId(), 1, Integer::sum);
    pipeline.put(0, List.of(late));
    return late;
  }

  private void put(Span span, String key, String value) {
    pipeline.put(0, List.of(span.toBuilder().attributes(Attributes.ofStrings(key, value)).build()));
  }

  private void decide() {
    pipeline.ingest(100);
    pipeline.wait(QUIET);
    pipeline.finish();
  }

  private long hours() {
    return pipeline.clock.getAsLong() / 3_600_000 - begin / 3_600_000;
  }

  private List<CatalogSegment.Entry> allPages(TraceQuery query) {
    List<CatalogSegment.Entry> all = new ArrayList<>();
    Optional<SearchCursor> cursor = Optional.empty();
    do {
      SearchPage page = search(query, cursor);
      assertThat(page.traces()).hasSizeLessThanOrEqualTo(query.limit());
      all.addAll(page.traces());
      cursor = page.next();
    } while (cursor.isPresent());
    return all;
  }

  private SearchPage search(TraceQuery query, Optional<SearchCursor> cursor) {
    TraceQuery from =
        new TraceQuery(
            query.service(),
            query.operation(),
            query.minDurationNanos(),
            query.maxDurationNanos(),
            query.status(),
            query.attributes(),
            query.startMillis(),
            query.endMillis(),
            query.limit(),
            cursor.map(at -> SearchCursor.parse(at.text())));
    return new SearchTraces(pipeline.index, pipeline.archive, LAG_MILLIS).search(from);
  }

  private TraceQuery query(int limit) {
    return query(Optional.empty(), Optional.empty(), limit);
  }

  private TraceQuery query(Map<String, String> attributes, int limit) {
    return query(Optional.empty(), Optional.empty(), attributes, limit);
  }

  private TraceQuery query(Optional<String> service, Optional<Status.Code> status, int limit) {
    return query(service, status, Map.of(), limit);
  }

  private TraceQuery query(
      Optional<String> service,
      Optional<Status.Code> status,
      Map<String, String> attributes,
      int limit) {
    return new TraceQuery(
        service,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        status,
        attributes,
        begin - 3_600_000,
        pipeline.clock.getAsLong() + 1,
        limit,
        Optional.empty());
  }
}
