package dev.tailspan.stores.parquet;

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

  ParquetProperties properties() {
    return ParquetProperties.builder()
        .withWriterVersion(WriterVersion.PARQUET_1_0)
        .withDictionaryEncoding("SpanId", false)
        .withPageWriteChecksumEnabled(true)
        .build();
  }
}
