package dev.tailspan.stores.parquet;

import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts the traces of one step into row groups and files; uploads them when told to finish. */
final class ParquetArchiveWriter implements ArchiveStore.Writer {
  private final ArchiveStore.Partition partition;
  private final ArchiveLayout layout;
  private final Upload upload;
  private final ZstdCodecs.Compressor compressor = new ZstdCodecs.Compressor();
  private final KeyTexts keys = new KeyTexts();
  private final RemainderWriter remainders = new RemainderWriter();
  private final Map<Resource, TextAttributes> resources = new IdentityHashMap<>();
  private final List<ArchiveFile> files = new ArrayList<>();
  private final List<ArchiveFile.Finished> finished = new ArrayList<>();
  private @Nullable ArchiveFile current;
  private @Nullable TraceId last;
  private boolean closed;

  ParquetArchiveWriter(ArchiveStore.Partition partition, ArchiveLayout layout, Upload upload) {
    this.partition = partition;
    this.layout = layout;
    this.upload = upload;
  }

  /** Stores a finished local file. */
  interface Upload {
    void put(String key, ArchiveFile.Finished file);
  }

  @Override
  public void add(ArchiveStore.KeptTrace trace) {
    checkOpen();
    if (last != null && trace.id().compareTo(last) <= 0) {
      throw new IllegalArgumentException(
          "traces are archived in the order of their ids, but " + trace.id() + " follows " + last);
    }
    if (trace.spans().isEmpty()) {
      throw new IllegalArgumentException("trace " + trace.id() + " has no spans");
    }
    last = trace.id();
    try {
      makeRoomFor(trace.spans().size());
      TraceColumns columns = TraceColumns.of(trace);
      resources.clear();
      for (Span span : trace.spans()) {
        add(trace.id(), columns, span);
      }
    } catch (IOException e) {
      throw new StorageException("trace " + trace.id() + " could not be written to disk", e);
    }
  }

  private void add(TraceId id, TraceColumns columns, Span span) throws IOException {
    TextAttributes resource =
        resources.computeIfAbsent(
            span.resource(), key -> TextAttributes.of(key.attributes(), keys));
    TextSpan text = TextSpan.of(span, resource, keys);
    ArchiveFile file = current;
    if (file == null) {
      file = new ArchiveFile(layout.properties(), compressor, remainders);
      files.add(file);
      current = file;
    }
    file.add(id, columns, text);
    if (file.openRows() >= layout.rowGroupRows() || file.openSize() >= layout.rowGroupBytes()) {
      endRowGroup(file);
    }
  }

  /**
   * Rather than across two row groups a trace goes whole into the next, so that one read has it.
   */
  private void makeRoomFor(int rows) throws IOException {
    ArchiveFile file = current;
    if (file != null && file.openRows() > 0 && file.openRows() + rows > layout.rowGroupRows()) {
      endRowGroup(file);
    }
  }

  private void endRowGroup(ArchiveFile file) throws IOException {
    file.endRowGroup();
    if (file.rows() >= layout.fileRows() || file.bytes() >= layout.fileBytes()) {
      endFile(file);
    }
  }

  private void endFile(ArchiveFile file) throws IOException {
    current = null;
    finished.add(file.finish());
  }

  @Override
  public Map<TraceId, List<TracePart.Place>> finish() {
    checkOpen();
    Map<TraceId, List<TracePart.Place>> places = new LinkedHashMap<>();
    try {
      if (current != null) {
        endFile(current);
      }
      for (int number = 0; number < finished.size(); number++) {
        ArchiveFile.Finished file = finished.get(number);
        String key = partition.file(number, file.contentHash());
        upload.put(key, file);
        file.rowGroupsOf()
            .forEach(
                (id, groups) ->
                    groups.forEach(
                        group ->
                            places
                                .computeIfAbsent(id, trace -> new ArrayList<>(1))
                                .add(file.place(key, group))));
      }
      return places;
    } catch (IOException e) {
      throw new StorageException("the files of " + partition + " could not be written to disk", e);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (ArchiveFile file : files) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      compressor.release(); // after the files: closing Parquet's columns flushes them
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the writer of " + partition + " is closed");
    }
  }
}
