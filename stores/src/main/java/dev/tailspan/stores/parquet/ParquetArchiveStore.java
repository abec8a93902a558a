package dev.tailspan.stores.parquet;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

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
    FetchedRanges file = new FetchedRanges(place.file(), place.fileBytes(), fetch(place));
    List<Span> spans;
    try {
      spans = read(id, place, file);
    } catch (IOException | RuntimeException e) {
      throw new StorageException("archived file " + place.file() + " is damaged: " + e, e);
    }
    if (spans.isEmpty()) {
      throw new StorageException(
          "archived file "
              + place.file()
              + " has no span of trace "
              + id
              + " in row group "
              + place.rowGroup());
    }
    return spans;
  }

  private static List<Span> read(TraceId id, TracePart.Place place, FetchedRanges file)
      throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ZstdCodecs())
            .usePageChecksumVerification()
            .withUseHadoopVectoredIo(false)
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(file, options)) {
      ArchiveSchema.requireKnown(place.file(), reader.getFileMetaData().getKeyValueMetaData());
      BlockMetaData rowGroup = reader.getRowGroups().get(place.rowGroup());
      if (rowGroup.getStartingPos() != place.rowGroupOffset()) {
        throw new IOException("row group " + place.rowGroup() + " is not where the index says");
      }
      PageReadStore pages = reader.readRowGroup(place.rowGroup());
      ColumnReadStoreImpl columns =
          new ColumnReadStoreImpl(
              pages,
              new NoConverters(ArchiveSchema.SCHEMA),
              ArchiveSchema.SCHEMA,
              reader.getFileMetaData().getCreatedBy());
      return new SpanReader(columns).read(id, pages.getRowCount());
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
