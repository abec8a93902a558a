package dev.tailspan.stores.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.ArchiveStore.Partition;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.TracePart.Place;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchivedSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFilesTest {
  private static final ArchiveLayout SMALL = new ArchiveLayout(100, 1 << 20, 300, 1 << 30);

  @TempDir private Path folder;
  private final UsageMeter meter = new UsageMeter();

  @Test
  void aTraceGoesIntoTheNextRowGroupRatherThanAcrossTwo() {
    Map<TraceId, List<Place>> places = write(SMALL, everyday(60, 60, 40, 1));

    assertThat(rowGroups(places)).containsExactly(List.of(0), List.of(1), List.of(1), List.of(2));
  }

  @Test
  void aTraceLargerThanARowGroupFillsSeveral() {
    Map<TraceId, List<Place>> places = write(SMALL, everyday(1, 250, 50, 1));

    assertThat(rowGroups(places))
        .containsExactly(List.of(0), List.of(1, 2, 3), List.of(3), List.of(0));
  }

  @Test
  void aFileEndsWithTheRowGroupThatReachesItsRows() {
    Map<TraceId, List<Place>> places = write(SMALL, everyday(100, 100, 100, 100, 5));

    List<String> files =
        places.values().stream().map(place -> place.get(0).file()).distinct().toList();
    assertThat(files).hasSize(2);
    assertThat(files.get(0)).contains("/7-3-0-");
    assertThat(files.get(1)).contains("/7-3-1-");
    assertThat(rowGroups(places))
        .containsExactly(List.of(0), List.of(1), List.of(2), List.of(0), List.of(1));
  }

  @Test
  void aRowGroupOfHugeSpansEndsEarly() {
    Span span = ArchivedSpans.everydaySpan(new TraceId(1, 1), new SpanId(1));
    Span huge = span.toBuilder().name("x".repeat(600_000)).build();
    KeptTrace trace = ArchivedSpans.kept(span.traceId(), List.of(huge, huge, huge, span, huge));
    Map<TraceId, List<Place>> places = write(SMALL, List.of(trace));

    assertThat(rowGroups(places))
        .as("two of 0.6 MB each are beyond 1 MB")
        .containsExactly(List.of(0, 1));
    List<Span> spans = new ArrayList<>();
    for (Place place : places.get(trace.id())) {
      spans.addAll(store(SMALL).read(trace.id(), place));
    }
    assertThat(spans).isEqualTo(trace.spans());
  }

  @Test
  void aLookupIsTwoReadsOfLessThanAMegabyteHoweverLargeTheFile() {
    List<KeptTrace> traces = shop(4500);
    Map<TraceId, List<Place>> places = write(ArchiveLayout.DEFAULT, traces);
    ArchiveStore store = store(ArchiveLayout.DEFAULT);
    meter.drain();

    for (int i = 0; i < traces.size(); i += 311) {
      KeptTrace trace = traces.get(i);
      assertThat(places.get(trace.id())).hasSize(1);
      assertThat(store.read(trace.id(), places.get(trace.id()).get(0))).isEqualTo(trace.spans());
      Usage usage = meter.drain();
      assertThat(usage.gets()).isLessThanOrEqualTo(2);
      assertThat(usage.getBytes()).isLessThan(1 << 20);
    }
  }

  @Test
  void partsReadTogetherFetchEachRowGroupOnce() {
    List<KeptTrace> traces = shop(1000);
    Map<TraceId, List<Place>> places = write(ArchiveLayout.DEFAULT, traces);
    List<TracePart> parts =
        traces.stream()
            .map(t -> new TracePart(t.id(), 1, t.sampling(), t.summary(), places.get(t.id())))
            .toList();
    ArchiveStore store = store(ArchiveLayout.DEFAULT);
    meter.drain();
    List<Span> spans = new ArrayList<>();

    store.read(parts, (part, read) -> spans.addAll(read));

    assertThat(spans).hasSize(traces.stream().mapToInt(trace -> trace.spans().size()).sum());
    long rowGroups = places.values().stream().distinct().count();
    assertThat(rowGroups).isBetween(1L, 20L);
    assertThat(meter.drain().gets()).isBetween(rowGroups, 2 * rowGroups);
  }

  @Test
  void theSameTracesMakeTheSameBytesInAnotherFolder() throws IOException {
    List<KeptTrace> traces = shop(100);
    String file = write(SMALL, traces).get(traces.get(0).id()).get(0).file();
    Path other = folder.resolve("other");
    ArchiveStore store = new ParquetArchiveStore(new FolderObjectFiles(other), meter, SMALL);
    write(store, traces);

    assertThat(other.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
  }

  @Test
  void damageIsFoundWhereverItIs() throws IOException {
    KeptTrace trace = shop(1).get(0);
    Place place = write(SMALL, List.of(trace)).get(trace.id()).get(0);
    Path file = folder.resolve(place.file());
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(whole.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try {
        // a bit of what is not needed for a lookup, such as a page index, may be wrong
        assertThat(store(SMALL).read(trace.id(), place))
            .as("bit at " + at)
            .isEqualTo(trace.spans());
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining(place.file());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void aFileCutShortIsNamed() throws IOException {
    KeptTrace trace = shop(1).get(0);
    Place place = write(SMALL, List.of(trace)).get(trace.id()).get(0);
    Path file = folder.resolve(place.file());
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));

    assertThatThrownBy(() -> store(SMALL).read(trace.id(), place))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(place.file());
  }

  @Test
  void noTemporaryFileIsLeft() throws IOException {
    Set<Path> before = temporaryFiles();
    write(SMALL, everyday(500));
    try (ArchiveStore.Writer unfinished = store(SMALL).open(new Partition(1, 3, 7))) {
      everyday(500, 20).forEach(unfinished::add);
    }

    assertThat(temporaryFiles()).isSubsetOf(before);
  }

  private static Set<Path> temporaryFiles() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("tailspan-archive-"))
          .collect(Collectors.toSet());
    }
  }

  private ArchiveStore store(ArchiveLayout layout) {
    return new ParquetArchiveStore(new FolderObjectFiles(folder), meter, layout);
  }

  private Map<TraceId, List<Place>> write(ArchiveLayout layout, List<KeptTrace> traces) {
    return write(store(layout), traces);
  }

  private static Map<TraceId, List<Place>> write(ArchiveStore store, List<KeptTrace> traces) {
    try (ArchiveStore.Writer writer = store.open(new Partition(1, 3, 7))) {
      traces.forEach(writer::add);
      return writer.finish();
    }
  }

  private static List<List<Integer>> rowGroups(Map<TraceId, List<Place>> places) {
    return places.values().stream()
        .map(list -> list.stream().map(Place::rowGroup).toList())
        .toList();
  }

  private static List<KeptTrace> everyday(int... sizes) {
    List<KeptTrace> traces = new ArrayList<>();
    for (int size : sizes) {
      traces.add(ArchivedSpans.everyday(new TraceId(1, traces.size() + 1), size));
    }
    return traces;
  }

  private static List<KeptTrace> shop(int count) {
    List<KeptTrace> traces = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      traces.add(ArchivedSpans.kept(TestTraces.id(n), TestTraces.trace(n, 10)));
    }
    traces.sort(Comparator.comparing(KeptTrace::id));
    return traces;
  }
}
