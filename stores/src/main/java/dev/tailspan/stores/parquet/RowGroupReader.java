package dev.tailspan.stores.parquet;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/** One row group of a file that was fetched; what is wrong with it is told by the file's name. */
final class RowGroupReader implements AutoCloseable {
  private final TracePart.Place place;
  private final ParquetFileReader file;
  private final SpanReader spans;

  RowGroupReader(TracePart.Place place, FetchedRanges fetched) {
    this.place = place;
    try {
      file = ParquetFileReader.open(fetched, options());
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    try {
      spans = spans(fetched);
    } catch (IOException | RuntimeException e) {
      close();
      throw damaged(e);
    }
  }

  private static ParquetReadOptions options() {
    return ParquetReadOptions.builder(new PlainParquetConfiguration())
        .withCodecFactory(new ZstdCodecs())
        .usePageChecksumVerification()
        .withUseHadoopVectoredIo(false)
        .build();
  }

  private SpanReader spans(FetchedRanges fetched) throws IOException {
    ArchiveSchema.requireKnown(place.file(), file.getFileMetaData().getKeyValueMetaData());
    BlockMetaData rowGroup = file.getRowGroups().get(place.rowGroup());
    if (rowGroup.getStartingPos() != place.rowGroupOffset()) {
      throw new IOException("row group " + place.rowGroup() + " is not where the index says");
    }
    PageHeaders.check(rowGroup, fetched);
    PageReadStore pages = file.readRowGroup(place.rowGroup());
    ColumnReadStoreImpl columns =
        new ColumnReadStoreImpl(
            pages,
            new NoConverters(ArchiveSchema.SCHEMA),
            ArchiveSchema.SCHEMA,
            file.getFileMetaData().getCreatedBy());
    return new SpanReader(columns, pages.getRowCount());
  }

  /**
   * The spans of a trace in their order, at least one.
   *
   * @param id above those that were read before
   */
  List<Span> read(TraceId id) {
    List<Span> read;
    try {
      read = spans.read(id);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    if (read.isEmpty()) {
      throw new StorageException(
          "archived file "
              + place.file()
              + " has no span of trace "
              + id
              + " in row group "
              + place.rowGroup());
    }
    return read;
  }

  private StorageException damaged(Exception cause) {
    return new StorageException("archived file " + place.file() + " is damaged: " + cause, cause);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw damaged(e);
    }
  }
}
