/**
 * The staging, watermark, decision, statistics and index stores on DynamoDB, with S3 for what is
 * too large to be an item ({@code Payloads}). Start reading at {@link
 * dev.tailspan.stores.dynamodb.DynamoDbStores}; {@link dev.tailspan.stores.dynamodb.Tables} says
 * which keys lie in which table. May import {@code stores.s3} and {@code stores.client}, nothing of
 * Kinesis or Parquet.
 */
@NullMarked
package dev.tailspan.stores.dynamodb;

import org.jspecify.annotations.NullMarked;
