package dev.tailspan.storage;

import dev.tailspan.block.BlockKey;
import org.jspecify.annotations.Nullable;

/**
 * What a listing says of a block.
 *
 * @param rawBytes uncompressed size, so that a reader can bound its memory before it loads anything
 * @param storedBytes size of the zstd frame
 * @param inline the frame itself where it came with the listing
 */
public record BlockHead(
    BlockKey key, int spanCount, int rawBytes, int storedBytes, byte @Nullable [] inline) {}
