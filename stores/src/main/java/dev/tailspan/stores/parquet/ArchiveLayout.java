package dev.tailspan.stores.parquet;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;

/**
 * How rows are cut and encoded. Everything here goes into the bytes of a file: two processes that
 * write the same step must agree on it.
 *
 * @param rowGroupRows rows of a row group, which is what a lookup fetches
 * @param rowGroupBytes unencoded bytes after which a row group ends early, to bound memory
 * @param fileRows rows after which a file ends with its row group, to bound its footer
 * @param fileBytes bytes after which it does
 */
record ArchiveLayout(int rowGroupRows, long rowGroupBytes, long fileRows, long fileBytes) {
  static final ArchiveLayout DEFAULT = new ArchiveLayout(4096, 16L << 20, 65_536, 64L << 20);

  /** Columns whose values hardly repeat: a dictionary of them is work and bytes for nothing. */
  private static final List<String> WITHOUT_DICTIONARY =
      List.of(
          "Timestamp",
          "SpanId",
          "ParentSpanId",
          "SpanAttributes.key_value.key",
          "SpanAttributes.key_value.value",
          "Duration",
          "Events.list.element.Timestamp",
          "Events.list.element.Attributes.key_value.value",
          "Links.list.element.TraceId",
          "Links.list.element.SpanId",
          "Links.list.element.Attributes.key_value.value");

  /** Columns that queries do not compare with a bound: smallest and largest value say nothing. */
  private static final List<String> WITHOUT_STATISTICS =
      List.of("SpanId", "ParentSpanId", "TraceState", "SpanRemainder");

  /**
   * Pages of version 1: those of version 2 came out 14 % larger, since they compress levels and
   * values apart and encode texts by their prefixes before ZSTD sees them.
   */
  ParquetProperties properties() {
    var properties =
        ParquetProperties.builder()
            .withWriterVersion(WriterVersion.PARQUET_1_0)
            .withPageWriteChecksumEnabled(true)
            .withSizeStatisticsEnabled(false);
    for (String column : WITHOUT_DICTIONARY) {
      properties.withDictionaryEncoding(column, false);
    }
    for (String column : WITHOUT_STATISTICS) {
      properties.withStatisticsEnabled(column, false);
    }
    for (ColumnDescriptor column : ArchiveSchema.SCHEMA.getColumns()) {
      if (column.getMaxRepetitionLevel() > 0) {
        properties.withStatisticsEnabled(String.join(".", column.getPath()), false);
      }
    }
    return properties.build();
  }
}
