package dev.tailspan.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.ArchiveStore.Partition;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.TracePart.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ArchiveStore} does. */
public abstract class ArchiveStoreContract {
  /** 2026-11-22, 09:00 to 10:00 UTC. */
  protected static final Partition PARTITION = new Partition(498_705, 3, 29_922_300);

  private static final TraceId ID = new TraceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL);

  protected ArchiveStore store;

  /** A store that holds nothing. */
  protected abstract ArchiveStore freshStore();

  /** Names of the files in the store under test. */
  protected abstract Collection<String> storedFiles();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void aSpanComesBackExactlyHoweverOddItIs() {
    assertComesBack(ArchivedSpans.kept(ID, ArchivedSpans.odd(ID)));
  }

  @Test
  void anySpanComesBackExactly() {
    RandomSpans random = new RandomSpans(1);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      spans.add(random.span(ID));
    }
    assertComesBack(ArchivedSpans.kept(ID, spans));
  }

  @Test
  void spansKeepTheirOrderAlsoWhereTheyAreAlike() {
    Span span = ArchivedSpans.everydaySpan(ID, new SpanId(5));
    Span same = span.toBuilder().name("the same id, another span").build();
    Span earlier = span.toBuilder().spanId(new SpanId(1)).times(1, 2).build();
    assertComesBack(ArchivedSpans.kept(ID, List.of(span, same, span, earlier)));
  }

  @Test
  void eachOfManyTracesIsWhereFinishSays() {
    List<KeptTrace> traces = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      TraceId id = new TraceId(i * 0x0040_0000_0000_0000L, i);
      traces.add(ArchivedSpans.everyday(id, 1 + i % 20));
    }
    traces.sort((a, b) -> a.id().compareTo(b.id()));
    Map<TraceId, List<Place>> places = write(store, traces);

    assertThat(places.keySet()).containsExactlyElementsOf(ids(traces));
    for (int i = 0; i < traces.size(); i += 37) {
      KeptTrace trace = traces.get(i);
      assertThat(places.get(trace.id())).as("one read has it").hasSize(1);
      assertThat(readBack(trace.id(), places)).isEqualTo(trace.spans());
    }
  }

  @Test
  void partsAreReadTogetherEachWhole() {
    List<KeptTrace> traces = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      traces.add(ArchivedSpans.everyday(new TraceId(1, i + 1L), i == 7 ? 10_000 : 1 + i % 5));
    }
    Map<TraceId, List<Place>> places = write(store, traces);
    List<TracePart> wanted = new ArrayList<>();
    for (int i = 7; i < traces.size(); i += 3) {
      KeptTrace trace = traces.get(i);
      wanted.add(
          new TracePart(trace.id(), 1, trace.sampling(), trace.summary(), places.get(trace.id())));
    }
    Collections.shuffle(wanted, new Random(1));
    Map<TraceId, List<Span>> read = new HashMap<>();
    store.read(
        wanted,
        (part, spans) ->
            assertThat(read.put(part.traceId(), spans)).as("handed over once").isNull());

    assertThat(read).hasSameSizeAs(wanted);
    for (int i = 7; i < traces.size(); i += 3) {
      assertThat(read.get(traces.get(i).id())).isEqualTo(traces.get(i).spans());
    }
  }

  @Test
  void ofPartsReadTogetherOneThatIsNotThereIsNamed() {
    KeptTrace trace = ArchivedSpans.everyday(ID, 1);
    List<Place> places = write(store, List.of(trace)).get(ID);
    TraceId other = new TraceId(1, 1);
    TracePart gone = new TracePart(other, 1, trace.sampling(), trace.summary(), places);

    assertThatThrownBy(() -> store.read(List.of(gone), (part, spans) -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(places.get(0).file(), other.hex());
  }

  @Test
  void aTraceOf100000SpansComesBackWholeFromSeveralPlaces() {
    KeptTrace huge = ArchivedSpans.everyday(ID, 100_000);
    TraceId next = new TraceId(ID.high(), ID.low() + 1);
    Map<TraceId, List<Place>> places = write(store, List.of(huge, ArchivedSpans.everyday(next, 3)));

    assertThat(places.get(ID)).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(readBack(ID, places)).isEqualTo(huge.spans());
    assertThat(readBack(next, places)).hasSize(3);
  }

  @Test
  void equalInputGivesEqualFilesAndWritingThemAgainIsHarmless() {
    List<KeptTrace> traces = List.of(ArchivedSpans.everyday(ID, 500));
    Map<TraceId, List<Place>> first = write(store, traces);
    List<String> files = List.copyOf(storedFiles());
    Map<TraceId, List<Place>> again = write(store, traces);

    assertThat(again).isEqualTo(first);
    assertThat(storedFiles()).containsExactlyInAnyOrderElementsOf(files);
    assertThat(readBack(ID, again)).isEqualTo(traces.get(0).spans());
  }

  @Test
  void anotherContentHasAnotherName() {
    Place place = write(store, List.of(ArchivedSpans.everyday(ID, 2))).get(ID).get(0);
    Place other = write(store, List.of(ArchivedSpans.everyday(ID, 3))).get(ID).get(0);

    assertThat(other.file()).isNotEqualTo(place.file());
    assertThat(store.read(ID, place)).hasSize(2);
    assertThat(store.read(ID, other)).hasSize(3);
  }

  @Test
  void aNameSaysTheHourInUtcTheStepAndTheBucket() {
    Place place = write(store, List.of(ArchivedSpans.everyday(ID, 1))).get(ID).get(0);

    assertThat(place.file())
        .matches("traces/dt=2026-11-22/hour=09/29922300-3-0-[0-9a-f]{16}\\.parquet");
    assertThat(storedFiles()).containsExactly(place.file());
  }

  @Test
  void aTraceThatDoesNotFollowTheOneBeforeIsRefused() {
    TraceId high = new TraceId(Long.MIN_VALUE, 0);
    try (ArchiveStore.Writer writer = store.open(PARTITION)) {
      writer.add(ArchivedSpans.everyday(ID, 1));
      writer.add(ArchivedSpans.everyday(high, 1));

      assertThatThrownBy(() -> writer.add(ArchivedSpans.everyday(ID, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(ID.hex());
      assertThatThrownBy(() -> writer.add(ArchivedSpans.everyday(high, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(writer.finish()).containsOnlyKeys(ID, high);
    }
  }

  @Test
  void aTraceWithoutSpansIsRefused() {
    try (ArchiveStore.Writer writer = store.open(PARTITION)) {
      assertThatThrownBy(() -> writer.add(ArchivedSpans.kept(ID, List.of())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(ID.hex());
    }
  }

  @Test
  void withoutFinishNothingIsWritten() {
    ArchiveStore.Writer writer = store.open(PARTITION);
    writer.add(ArchivedSpans.everyday(ID, 5000));
    assertThat(storedFiles()).isEmpty();
    writer.close();
    writer.close();

    assertThat(storedFiles()).isEmpty();
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.add(ArchivedSpans.everyday(ID, 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStepThatKeptNothingWritesNothing() {
    assertThat(write(store, List.of())).isEmpty();
    assertThat(storedFiles()).isEmpty();
  }

  @Test
  void aTraceThatIsNotInThePlaceIsNamed() {
    Place place = write(store, List.of(ArchivedSpans.everyday(ID, 1))).get(ID).get(0);
    TraceId other = new TraceId(1, 1);

    assertThatThrownBy(() -> store.read(other, place))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(place.file(), other.hex());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Place place = write(store, List.of(ArchivedSpans.everyday(ID, 1))).get(ID).get(0);
    String file = "traces/dt=2026-11-22/hour=09/gone.parquet";
    Place gone =
        new Place(
            file,
            place.fileBytes(),
            place.footerBytes(),
            place.rowGroup(),
            place.rowGroupOffset(),
            place.rowGroupBytes());

    assertThatThrownBy(() -> store.read(ID, gone))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file);
  }

  protected static Map<TraceId, List<Place>> write(ArchiveStore store, List<KeptTrace> traces) {
    try (ArchiveStore.Writer writer = store.open(PARTITION)) {
      traces.forEach(writer::add);
      return writer.finish();
    }
  }

  protected final List<Span> readBack(TraceId id, Map<TraceId, List<Place>> places) {
    List<Span> spans = new ArrayList<>();
    for (Place place : places.get(id)) {
      spans.addAll(store.read(id, place));
    }
    return spans;
  }

  private void assertComesBack(KeptTrace trace) {
    List<Span> spans = readBack(trace.id(), write(store, List.of(trace)));
    assertThat(spans).hasSameSizeAs(trace.spans());
    for (int i = 0; i < spans.size(); i++) {
      assertThat(spans.get(i)).isEqualTo(trace.spans().get(i));
    }
  }

  private static List<TraceId> ids(List<KeptTrace> traces) {
    return traces.stream().map(KeptTrace::id).toList();
  }
}
