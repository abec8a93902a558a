/**
 * Tailspan's storage interfaces on DynamoDB, S3, Kinesis and Parquet: one package a technology,
 * each with one public factory. Here: how to reach AWS ({@link dev.tailspan.stores.AwsConnection})
 * and how to wait between attempts ({@link dev.tailspan.stores.Backoff}).
 *
 * <p>The only place where SDK and Parquet types live: no public signature may name one, {@code
 * stores.client} excepted, which only the adapters import.
 */
@NullMarked
package dev.tailspan.stores;

import org.jspecify.annotations.NullMarked;
