package dev.tailspan.stores.parquet;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.TracePart;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/** One Parquet file being written to local disk; in memory is no more than one row group of it. */
final class ArchiveFile implements AutoCloseable {
  /** Behind the footer: its length and the magic, four bytes each. */
  private static final int TRAILER = 8;

  private final Path path = Files.createTempFile("tailspan-archive-", ".parquet");
  private final HashingOutputFile output = new HashingOutputFile(path);
  private final ParquetProperties properties;
  private final ZstdCodecs.Compressor compressor;
  private final RemainderWriter remainders;
  private final ParquetFileWriter writer;
  private final Map<TraceId, List<Integer>> rowGroupsOf = new LinkedHashMap<>();
  private @Nullable RowGroup current;
  private int rowGroups;
  private long rows;

  ArchiveFile(
      ParquetProperties properties, ZstdCodecs.Compressor compressor, RemainderWriter remainders)
      throws IOException {
    this.properties = properties;
    this.compressor = compressor;
    this.remainders = remainders;
    writer =
        new ParquetFileWriter(
            output,
            ArchiveSchema.SCHEMA,
            ParquetFileWriter.Mode.OVERWRITE,
            Long.MAX_VALUE,
            0,
            null,
            properties);
    writer.start();
  }

  /** Rows of all row groups. */
  long rows() {
    return rows;
  }

  /** Bytes that are on disk. */
  long bytes() throws IOException {
    return writer.getPos();
  }

  /** Rows of the row group that is open. */
  int openRows() {
    return current == null ? 0 : current.rows();
  }

  /** About how many bytes the rows of the open row group were before encoding. */
  long openSize() {
    return current == null ? 0 : current.size();
  }

  void add(TraceId id, TraceColumns trace, TextSpan span) {
    if (current == null) {
      current = new RowGroup(properties, compressor, remainders);
    }
    List<Integer> groups = rowGroupsOf.computeIfAbsent(id, key -> new ArrayList<>(1));
    if (groups.isEmpty() || groups.get(groups.size() - 1) != rowGroups) {
      groups.add(rowGroups);
    }
    current.add(id, trace, span);
    rows++;
  }

  void endRowGroup() throws IOException {
    if (current != null) {
      RowGroup full = current;
      current = null;
      try {
        full.writeTo(writer);
      } finally {
        full.close();
      }
      rowGroups++;
    }
  }

  /** Ends the file; after this it can be uploaded. */
  Finished finish() throws IOException {
    endRowGroup();
    writer.end(Map.of(ArchiveSchema.VERSION_KEY, Integer.toString(ArchiveSchema.VERSION)));
    writer.close();
    return new Finished(
        path,
        output.contentHash(),
        Files.size(path),
        footerBytes(),
        writer.getFooter().getBlocks(),
        rowGroupsOf);
  }

  private int footerBytes() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(file.length() - TRAILER);
      return Integer.reverseBytes(file.readInt()) + TRAILER;
    }
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
    writer.close();
    Files.deleteIfExists(path);
  }

  /**
   * A file that is whole.
   *
   * @param rowGroupsOf ordinals, by trace
   */
  record Finished(
      Path path,
      String contentHash,
      long bytes,
      int footerBytes,
      List<BlockMetaData> rowGroups,
      Map<TraceId, List<Integer>> rowGroupsOf) {

    /** Where the spans of a trace lie once the file is stored under the key. */
    TracePart.Place place(String key, int rowGroup) {
      BlockMetaData block = rowGroups.get(rowGroup);
      return new TracePart.Place(
          key, bytes, footerBytes, rowGroup, block.getStartingPos(), block.getCompressedSize());
    }
  }
}
