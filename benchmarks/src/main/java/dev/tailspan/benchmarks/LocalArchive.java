package dev.tailspan.benchmarks;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.Partition;
import dev.tailspan.storage.TracePart.Place;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.parquet.ParquetArchiveStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parquet files in a folder, metered as S3 would be. */
final class LocalArchive {
  private static final int LOOKUPS = 200;

  private final KeptTraces traces = new KeptTraces();
  private final UsageMeter meter = new UsageMeter();
  private final ArchiveStore store;
  private final Map<TraceId, List<Place>> places = new LinkedHashMap<>();

  LocalArchive(Path folder) {
    store = ParquetArchiveStore.inFolder(folder, meter);
  }

  ArchiveStore store() {
    return store;
  }

  KeptTraces traces() {
    return traces;
  }

  /** Writes a step that keeps so many traces; looks at them in {@link #lookUp} from now on. */
  Map<TraceId, List<Place>> write(int count) {
    places.clear();
    try (ArchiveStore.Writer writer = store.open(new Partition(498_705, 3, 29_922_300))) {
      for (int n = 0; n < count; n++) {
        writer.add(traces.trace(n));
      }
      Map<TraceId, List<Place>> written = writer.finish();
      for (int i = 0; i < LOOKUPS; i++) {
        TraceId id = KeptTraces.id((int) ((long) i * count / LOOKUPS));
        places.put(id, written.getOrDefault(id, List.of()));
      }
      return written;
    }
  }

  /** What was written, or read, since it was asked last. */
  Usage usage() {
    return meter.drain();
  }

  /** Fetches traces from all over what was written last; figures are those of one lookup. */
  Map<String, Double> lookUp() throws Exception {
    meter.drain();
    Spent spent =
        Spent.on(
            () -> {
              places.forEach((id, all) -> all.forEach(place -> store.read(id, place)));
              return places;
            });
    Usage usage = meter.drain();
    double number = places.size();
    return Measurement.figures(
        "GETs",
        usage.gets() / number,
        "B read",
        usage.getBytes() / number,
        "ms",
        spent.wallNanos() / 1e6 / number,
        "CPU-ms",
        spent.threadNanos() / 1e6 / number,
        "B allocated",
        spent.allocatedBytes() / number);
  }
}
