/**
 * Staging blocks: received bytes cut by slice and bucket ({@link dev.tailspan.block.BatchCutter}),
 * and traces put together again from blocks without decoding their spans ({@link
 * dev.tailspan.block.StagedTrace}). This is the path every span travels, so there are no span
 * objects on the way in and attributes are looked at in place on the way out.
 */
@NullMarked
package dev.tailspan.block;

import org.jspecify.annotations.NullMarked;
