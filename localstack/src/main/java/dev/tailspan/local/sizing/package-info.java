/**
 * What a load of spans takes in AWS: shards, buckets, functions, dollars, and which limit binds.
 *
 * <p>Computed from counts of {@code bench cost} and the bundled prices; knows no stack.
 */
@NullMarked
package dev.tailspan.local.sizing;

import org.jspecify.annotations.NullMarked;
