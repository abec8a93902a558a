package dev.tailspan.storage;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.trace.TraceSummary;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** The kept spans, in files that other tools can read too. */
public interface ArchiveStore {
  /**
   * Begins the files of one step of one bucket; nothing is visible before {@link Writer#finish}.
   */
  Writer open(Partition partition);

  /**
   * The spans of a trace in one place, in the order they were written.
   *
   * @throws StorageException naming the file when it is not there, is damaged, or has no span of
   *     the trace in that place
   */
  List<Span> read(TraceId id, TracePart.Place place);

  /**
   * The spans of a part in all its places.
   *
   * @throws StorageException as {@link #read(TraceId, TracePart.Place)}
   */
  default List<Span> read(TracePart part) {
    List<Span> spans = new ArrayList<>();
    part.places().forEach(place -> spans.addAll(read(part.traceId(), place)));
    return spans;
  }

  /**
   * Hands over each part with all its spans, in any order. What lies in one row group is read at
   * once; one row group and the spans of one part are held at a time.
   *
   * @param parts no two of one trace in the same place
   * @throws StorageException as {@link #read(TraceId, TracePart.Place)}, for the first that fails
   */
  default void read(Collection<TracePart> parts, BiConsumer<TracePart, List<Span>> reader) {
    parts.forEach(part -> reader.accept(part, read(part)));
  }

  /**
   * What a file's name says.
   *
   * @param hour hours since the epoch, by arrival
   */
  record Partition(long hour, int bucket, long step) {
    private static final long SECONDS_PER_HOUR = 3600;

    /**
     * Key of the partition's n-th file, in Hive partitions by UTC hour: {@code
     * traces/dt=2026-11-22/hour=09/<step>-<bucket>-<number>-<contentHash>.parquet}.
     */
    public String file(int number, String contentHash) {
      OffsetDateTime start =
          Instant.ofEpochSecond(hour * SECONDS_PER_HOUR).atOffset(ZoneOffset.UTC);
      return String.format(
          Locale.ROOT,
          "traces/dt=%s/hour=%02d/%d-%d-%d-%s.parquet",
          start.toLocalDate(),
          start.getHour(),
          step,
          bucket,
          number,
          contentHash);
    }
  }

  /**
   * Takes traces in the order of their ids and cuts files by rows, so equal input gives equal
   * files.
   */
  interface Writer extends AutoCloseable {
    /**
     * Adds a trace.
     *
     * @throws IllegalArgumentException when its id is not above the one before, or it has no spans
     */
    void add(KeptTrace trace);

    /**
     * Writes what was added under names made from the content, and returns once it is durable.
     *
     * @return where the spans of each trace lie
     */
    Map<TraceId, List<TracePart.Place>> finish();

    /** Lets go of buffers; without {@link #finish} nothing was written. */
    @Override
    void close();
  }

  /** A trace to be archived, its spans sorted. */
  record KeptTrace(TraceId id, Sampling sampling, TraceSummary summary, List<Span> spans) {
    public KeptTrace {
      spans = List.copyOf(spans);
    }
  }
}
