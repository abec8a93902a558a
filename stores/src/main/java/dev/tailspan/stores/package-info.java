/**
 * Tailspan's storage interfaces on DynamoDB, S3, Kinesis and Parquet.
 *
 * <p>The only place where SDK and Parquet types live: constructors take clients, but no method of a
 * port may name one.
 */
@NullMarked
package dev.tailspan.stores;

import org.jspecify.annotations.NullMarked;
