package dev.tailspan.storage.contract;

import static dev.tailspan.storage.contract.StoredValues.part;
import static dev.tailspan.storage.contract.StoredValues.sampling;
import static dev.tailspan.storage.contract.StoredValues.segment;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.TracePart;
import dev.tailspan.trace.TraceSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IndexStore} does. */
public abstract class IndexStoreContract {
  private static final Duration A_WEEK = Duration.ofDays(7);

  protected final TestClock clock = new TestClock();
  protected IndexStore store;

  /** A store that holds nothing and expires by {@link #clock}. */
  protected abstract IndexStore freshStore();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void aTraceThatWasNotKeptHasNoParts() {
    assertThat(store.find(traceId(1))).isEmpty();
  }

  @Test
  void partsComeBackWholeInTheOrderOfSteps() {
    TracePart first = part(traceId(1), 9);
    TracePart late = part(traceId(1), 10);
    TracePart later = part(traceId(1), 100);
    put(later, late, part(traceId(2), 9));
    put(first);

    assertThat(store.find(traceId(1))).containsExactly(first, late, later);
  }

  @Test
  void manyTracesOfSeveralPartsSomeOfThemLargeAreFoundInTheOrderAskedFor() {
    List<TraceId> ids = new ArrayList<>();
    List<TracePart> parts = new ArrayList<>();
    for (int i = 40; i > 0; i--) {
      ids.add(traceId(i));
      parts.add(large(traceId(i), 256));
      parts.add(part(traceId(i), 10));
    }
    store.put(parts, clock.secondIn(A_WEEK));

    assertThat(assertTimeoutPreemptively(Duration.ofMinutes(1), () -> store.find(ids)))
        .containsExactlyElementsOf(parts);
  }

  @Test
  void thePartOfAStepPutTwiceIsThereOnce() {
    put(part(traceId(1), 9));
    put(part(traceId(1), 9), part(traceId(1), 9));

    assertThat(store.find(traceId(1))).containsExactly(part(traceId(1), 9));
  }

  @Test
  void manyPartsArePutAtOnce() {
    List<TracePart> parts = LongStream.range(0, 103).mapToObj(n -> part(traceId(n), 9)).toList();
    store.put(parts, clock.secondIn(A_WEEK));

    for (TracePart part : parts) {
      assertThat(store.find(part.traceId())).containsExactly(part);
    }
  }

  @Test
  void oddValuesComeBackAsTheyWent() {
    TraceSummary odd =
        new TraceSummary(
            "",
            "ü\n\0 日本 \uD83D\uDE00",
            -1,
            0,
            0,
            Integer.MAX_VALUE,
            List.of(),
            List.of(""),
            List.of());
    Sampling sampling = new Sampling("", "", 0.0, Long.MIN_VALUE, "");
    TracePart.Place far =
        new TracePart.Place(
            "f", Long.MAX_VALUE, Integer.MAX_VALUE, 32_767, Long.MAX_VALUE - 1, Long.MAX_VALUE);
    TracePart part = new TracePart(new TraceId(0, 1), 0, sampling, odd, List.of(far, far));
    TracePart exact =
        new TracePart(
            new TraceId(-1, -1),
            Long.MAX_VALUE,
            new Sampling("p", "r", 1.0 / 3, 1, "v"),
            odd,
            List.of(far));
    put(part, exact);

    assertThat(store.find(new TraceId(0, 1))).containsExactly(part);
    assertThat(store.find(new TraceId(-1, -1))).containsExactly(exact);
  }

  @Test
  void aTraceOfManyLongNamesIsStoredToo() {
    TracePart big = large(traceId(1), 5_000);
    put(big);

    assertThat(store.find(traceId(1))).containsExactly(big);
  }

  /** More than an item takes. */
  private static TracePart large(TraceId id, int length) {
    List<String> services =
        IntStream.range(0, 50).mapToObj(i -> String.format("s%02d-", i) + random(400, i)).toList();
    List<String> operations =
        IntStream.range(0, 100)
            .mapToObj(i -> services.get(i / 2) + "\n" + i + random(length, i))
            .toList();
    TraceSummary summary =
        new TraceSummary("s00", "op", 1, 2, 3, 4, services, operations, List.of("TRUNCATED"));
    return new TracePart(id, 9, StoredValues.sampling(), summary, part(id, 9).places());
  }

  private static String random(int length, long seed) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(seed).ints(length, 33, 127).forEach(text::appendCodePoint);
    return text.toString();
  }

  @Test
  void segmentsComeBackNewestStepFirstThenByBucket() {
    CatalogSegment small = segment(500, 2, 99, 3);
    CatalogSegment other = segment(500, 10, 99, 0);
    CatalogSegment large = segment(500, 1, 100, 2_000);
    CatalogSegment oldest = segment(500, 0, 7, 1);
    for (CatalogSegment segment : List.of(other, oldest, large, small, segment(501, 0, 100, 1))) {
      putSegment(segment);
    }

    assertThat(store.segments(500)).containsExactly(large, small, other, oldest);
    assertThat(store.segments(502)).isEmpty();
  }

  @Test
  void aSegmentPutTwiceIsThereOnce() {
    putSegment(segment(500, 2, 99, 1_000));
    putSegment(segment(500, 2, 99, 1_000));

    assertThat(store.segments(500)).containsExactly(segment(500, 2, 99, 1_000));
  }

  @Test
  void segmentsOfAnHourListOverSeveralPages() {
    List<CatalogSegment> newestFirst = new ArrayList<>();
    for (int step = 299; step >= 0; step--) {
      newestFirst.add(segment(500, 0, step, 150));
    }
    newestFirst.forEach(this::putSegment);

    assertThat(store.segments(500)).isEqualTo(newestFirst);
  }

  @Test
  void segmentsAreReadInWholeStepsFromTheNewestOnWithoutReadingMore() {
    for (int step = 0; step < 20; step++) {
      for (int bucket = 0; bucket < 3; bucket++) {
        putSegment(segment(500, bucket, step, 1));
      }
    }
    IndexStore.SegmentPage page = store.segments(500, Long.MAX_VALUE, Optional.empty(), 4);
    assertThat(steps(page)).containsExactly(19L, 19L, 19L, 18L, 18L, 18L);

    List<Long> seen = new ArrayList<>(steps(page));
    while (page.nextStep().isPresent()) {
      page = store.segments(500, page.nextStep().getAsLong(), Optional.empty(), 6);
      assertThat(page.segments()).hasSizeLessThanOrEqualTo(6);
      seen.addAll(steps(page));
    }

    assertThat(seen).hasSize(60).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(steps(store.segments(500, 7, Optional.empty(), 1))).containsExactly(7L, 7L, 7L);
  }

  @Test
  void segmentsThatNoTraceOfAServiceIsInAreLeftOut() {
    putSegment(segmentOf("cart", 3));
    putSegment(segmentOf("payment", 2));
    putSegment(segmentOf("cart-cache", 1));

    assertThat(store.segments(500, Long.MAX_VALUE, Optional.of("cart"), 100).segments())
        .containsExactly(segmentOf("cart", 3));
    assertThat(store.segments(500, Long.MAX_VALUE, Optional.of("car"), 100).segments()).isEmpty();
    assertThat(store.segments(500, Long.MAX_VALUE, Optional.empty(), 100).segments()).hasSize(3);
  }

  @Test
  void aTraceIsListedWhereItWasKeptAsItsLatestUpdateSays() {
    putSegment(segmentOf("cart", 3));
    putSegment(segmentOf("cart", 4));
    CatalogUpdate first = update("cart", 3, 5, 20);
    CatalogUpdate second = update("cart", 3, 100, 30);
    putUpdates(second, first);
    putUpdates(first);

    assertThat(store.segments(500))
        .containsExactly(
            segmentOf("cart", 4), new CatalogSegment(500, 0, 3, List.of(second.entry())));
    assertThat(store.segments(500, 3, Optional.empty(), 1).segments())
        .containsExactly(new CatalogSegment(500, 0, 3, List.of(second.entry())));
    assertThat(store.segments(501)).isEmpty();
    clock.advance(A_WEEK);
    assertThat(store.segments(500)).isEmpty();
  }

  @Test
  void aTraceThatAServiceCameLateToIsFoundByIt() {
    putSegment(segmentOf("cart", 3));
    putSegment(segmentOf("cart", 2));
    putUpdates(update("payment", 3, 5, 20));

    assertThat(store.segments(500, Long.MAX_VALUE, Optional.of("payment"), 100).segments())
        .containsExactly(
            new CatalogSegment(500, 0, 3, List.of(update("payment", 3, 5, 20).entry())));
  }

  @Test
  void manyUpdatesOfAStepAreReadWithItHoweverFewAreAskedFor() {
    putSegment(segment(500, 0, 7, 60));
    List<CatalogUpdate> updates =
        segment(500, 0, 7, 60).entries().stream()
            .map(entry -> new CatalogUpdate(500, 0, 7, 9, entry))
            .toList();
    store.putUpdates(updates, clock.secondIn(A_WEEK));
    putSegment(segment(500, 0, 6, 1));

    IndexStore.SegmentPage page = store.segments(500, Long.MAX_VALUE, Optional.empty(), 1);

    assertThat(page.segments()).hasSize(1);
    assertThat(page.segments().get(0).entries()).hasSize(60).doesNotHaveDuplicates();
    assertThat(page.nextStep()).hasValue(6);
  }

  private void putUpdates(CatalogUpdate... updates) {
    store.putUpdates(List.of(updates), clock.secondIn(A_WEEK));
  }

  private static CatalogUpdate update(String service, long step, long lateStep, long duration) {
    TraceSummary summary =
        new TraceSummary(
            service, "GET /", 1, duration, 4, 0, List.of(service), List.of(), List.of());
    CatalogSegment.Entry entry =
        new CatalogSegment.Entry(traceId(step), summary, sampling(), lateStep);
    return new CatalogUpdate(500, 0, step, lateStep, entry);
  }

  private static List<Long> steps(IndexStore.SegmentPage page) {
    return page.segments().stream().map(CatalogSegment::step).toList();
  }

  private static CatalogSegment segmentOf(String service, long step) {
    TraceSummary summary =
        new TraceSummary(service, "GET /", 1, 2, 3, 0, List.of(service), List.of(), List.of());
    return new CatalogSegment(
        500, 0, step, List.of(new CatalogSegment.Entry(traceId(step), summary, sampling())));
  }

  @Test
  void expiredEntriesAreGone() {
    put(part(traceId(1), 9));
    putSegment(segment(500, 2, 99, 3));

    clock.advance(A_WEEK);

    assertThat(store.find(traceId(1))).isEmpty();
    assertThat(store.segments(500)).isEmpty();
  }

  private void put(TracePart... parts) {
    store.put(List.of(parts), clock.secondIn(A_WEEK));
  }

  private void putSegment(CatalogSegment segment) {
    store.putSegment(segment, clock.secondIn(A_WEEK));
  }
}
