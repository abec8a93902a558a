/**
 * The archive: kept spans as Parquet files that any tool reads, and that give every span back
 * exactly.
 *
 * <p>Start at {@code ArchiveSchema} (the columns), then {@code SpanWriter} (a span into columns)
 * and {@code SpanReader} (back again). Parquet's types stay in this package, the SDK's in {@code
 * S3ObjectFiles}. Hadoop's classes may not be used: Parquet's signatures name some, writing loads
 * none.
 */
@NullMarked
package dev.tailspan.stores.parquet;

import org.jspecify.annotations.NullMarked;
