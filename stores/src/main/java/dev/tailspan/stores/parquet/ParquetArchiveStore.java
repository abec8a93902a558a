package dev.tailspan.stores.parquet;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The archive as Parquet files in an object store.
 *
 * <p>A lookup is one ranged GET where the row group lies close to the footer, else two: the index
 * knows where both are.
 */
public final class ParquetArchiveStore implements ArchiveStore {
  /** Fetching so many bytes for nothing is cheaper than a second request. */
  private static final int ONE_READ_BYTES = 512 << 10;

  private final ObjectFiles files;
  private final UsageMeter meter;
  private final ArchiveLayout layout;

  ParquetArchiveStore(ObjectFiles files, UsageMeter meter, ArchiveLayout layout) {
    this.files = files;
    this.meter = meter;
    this.layout = layout;
  }

  /** An archive in a local folder, for tests and measurements; it is metered as S3 would be. */
  public static ParquetArchiveStore inFolder(Path folder, UsageMeter meter) {
    return new ParquetArchiveStore(new FolderObjectFiles(folder), meter, ArchiveLayout.DEFAULT);
  }

  @Override
  public Writer open(Partition partition) {
    return new ParquetArchiveWriter(partition, layout, this::put);
  }

  private void put(String key, ArchiveFile.Finished file) {
    files.put(key, file.path());
    meter.add(new Usage(0, 0, 1, 0, file.bytes(), 0));
  }

  @Override
  public List<Span> read(TraceId id, TracePart.Place place) {
    List<Span> spans = new ArrayList<>();
    read(place, List.of(id), (read, all) -> spans.addAll(all));
    return spans;
  }

  @Override
  public void read(Collection<TracePart> parts, BiConsumer<TracePart, List<Span>> reader) {
    Map<TracePart.Place, SortedMap<TraceId, TracePart>> together = new LinkedHashMap<>();
    for (TracePart part : parts) {
      if (part.places().size() == 1) {
        together
            .computeIfAbsent(part.places().get(0), place -> new TreeMap<>())
            .put(part.traceId(), part);
      } else {
        reader.accept(part, read(part));
      }
    }
    together.forEach(
        (place, there) ->
            read(
                place,
                there.keySet(),
                (id, spans) -> reader.accept(Objects.requireNonNull(there.get(id)), spans)));
  }

  /**
   * Hands over the spans of traces in one place.
   *
   * @param ids ascending
   */
  private void read(
      TracePart.Place place, Collection<TraceId> ids, BiConsumer<TraceId, List<Span>> reader) {
    FetchedRanges file = new FetchedRanges(place.file(), place.fileBytes(), fetch(place));
    try (RowGroupReader rowGroup = new RowGroupReader(place, file)) {
      ids.forEach(id -> reader.accept(id, rowGroup.read(id)));
    }
  }

  private List<FetchedRanges.Range> fetch(TracePart.Place place) {
    long tail = place.fileBytes() - place.rowGroupOffset();
    long wanted = place.rowGroupBytes() + place.footerBytes();
    if (tail - wanted <= ONE_READ_BYTES && tail <= Integer.MAX_VALUE) {
      return List.of(get(place.file(), place.rowGroupOffset(), Math.toIntExact(tail)));
    }
    return List.of(
        get(place.file(), place.fileBytes() - place.footerBytes(), place.footerBytes()),
        get(place.file(), place.rowGroupOffset(), Math.toIntExact(place.rowGroupBytes())));
  }

  private FetchedRanges.Range get(String key, long from, int length) {
    byte[] bytes = files.get(key, from, length);
    meter.add(new Usage(0, 0, 0, 1, 0, length));
    return new FetchedRanges.Range(from, bytes);
  }
}
