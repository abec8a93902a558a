/**
 * The use case at the stream's end: records in, blocks, quarantine and watermark out. Decides what
 * is retried. No decoding of its own ({@code wire}, {@code block}) and no store ({@code storage}).
 */
@NullMarked
package dev.tailspan.ingest;

import org.jspecify.annotations.NullMarked;
