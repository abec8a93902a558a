package dev.tailspan.block;

/**
 * All spans of one (batch, slice, partition), as one zstd frame around one OTLP {@code TracesData},
 * readable by any OTLP tool.
 *
 * @param spanCount spans in it
 * @param rawBytes size of the TracesData in bytes
 * @param content the zstd frame; do not change the array after handing it over
 */
public record Block(BlockKey key, int spanCount, int rawBytes, byte[] content) {}
