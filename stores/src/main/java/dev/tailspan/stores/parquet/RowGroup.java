package dev.tailspan.stores.parquet;

import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;

/** The rows of one row group in memory, as encoded columns. */
final class RowGroup {
  /** False positives of the bloom filter: at 1 % it takes some 10 bits a trace. */
  private static final double FALSE_POSITIVES = 0.01;

  private final ColumnWriteStore columns;
  private final ColumnChunkPageWriteStore pages;
  private final SpanWriter spans;
  private final Map<TraceId, Binary> traces = new LinkedHashMap<>();
  private int rows;
  private long size;

  RowGroup(
      ParquetProperties properties, BytesInputCompressor compressor, RemainderWriter remainders) {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            ArchiveSchema.SCHEMA,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    columns = properties.newColumnWriteStore(ArchiveSchema.SCHEMA, pages);
    spans = new SpanWriter(columns, remainders);
  }

  void add(TraceId id, TraceColumns trace, TextSpan span) {
    spans.write(trace, span);
    traces.putIfAbsent(id, trace.traceId());
    rows++;
    size += span.size();
  }

  int rows() {
    return rows;
  }

  /** About how many bytes the rows were before encoding. */
  long size() {
    return size;
  }

  void writeTo(ParquetFileWriter file) throws IOException {
    file.startBlock(rows);
    columns.flush();
    pages.flushToFileWriter(file);
    file.addBloomFilter(ArchiveSchema.TRACE_ID, bloomFilter());
    file.endBlock();
  }

  void close() {
    columns.close();
    pages.close();
  }

  /**
   * Made here, since only here the number of traces is known, and since Parquet leaves the filter
   * out where a dictionary holds every value: readers would have to fetch that instead.
   */
  private BloomFilter bloomFilter() {
    int bits = BlockSplitBloomFilter.optimalNumOfBits(traces.size(), FALSE_POSITIVES);
    BloomFilter filter = new BlockSplitBloomFilter(bits / Byte.SIZE);
    for (Binary id : traces.values()) {
      filter.insertHash(filter.hash(id));
    }
    return filter;
  }
}
