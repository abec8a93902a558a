package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.client.SdkClients;
import dev.tailspan.stores.s3.S3Objects;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The stores on DynamoDB. They share one client and a few threads, which end with {@link #close}.
 */
public final class DynamoDbStores implements AutoCloseable {
  /** More would only wait for the network of a small Lambda function. */
  private static final int THREADS = 8;

  private final DynamoDbClient client;
  private final Tables tables;
  private final LongSupplier nowMillis;
  private final Backoff backoff;
  private final UsageMeter meter;
  private final Parallel parallel;
  private final Payloads payloads;

  DynamoDbStores(
      DynamoDbClient client,
      Tables tables,
      S3Objects objects,
      LongSupplier nowMillis,
      Backoff backoff,
      UsageMeter meter,
      int threads) {
    this.client = client;
    this.tables = tables;
    this.nowMillis = nowMillis;
    this.backoff = backoff;
    this.meter = meter;
    this.parallel = new Parallel(threads);
    this.payloads = new Payloads(objects, parallel);
  }

  /**
   * The stores in these tables.
   *
   * @param objects where content goes that is too large for an item; not closed with the stores
   * @param nowMillis epoch milliseconds, by which items expire
   * @param backoff between attempts to write what a table did not take, or to read what it left out
   * @param meter is told the capacity that each request consumed
   */
  public static DynamoDbStores connect(
      AwsConnection connection,
      Tables tables,
      S3Objects objects,
      LongSupplier nowMillis,
      Backoff backoff,
      UsageMeter meter) {
    DynamoDbClient client = client(connection);
    return new DynamoDbStores(client, tables, objects, nowMillis, backoff, meter, THREADS);
  }

  /**
   * As {@link #connect}, over a client of the caller's, and every request made by the calling
   * thread, in the same order each time.
   */
  public static DynamoDbStores over(
      DynamoDbClient client,
      Tables tables,
      S3Objects objects,
      LongSupplier nowMillis,
      Backoff backoff,
      UsageMeter meter) {
    return new DynamoDbStores(client, tables, objects, nowMillis, backoff, meter, 1);
  }

  static DynamoDbClient client(AwsConnection connection, ExecutionInterceptor... interceptors) {
    return SdkClients.configure(
            DynamoDbClient.builder(),
            connection,
            connection.dynamoDb(),
            SdkClients.Bounds.REQUESTS,
            interceptors)
        .build();
  }

  public StagingStore staging() {
    Table table = table(tables.staging());
    return new DynamoDbStagingStore(table, writer(table), payloads, parallel, nowMillis);
  }

  /**
   * Watermarks.
   *
   * @param keep how long a shard is remembered after its last write; longer than the stream's
   *     retention, or a closed shard that nobody has read to its end would be forgotten
   */
  public WatermarkStore watermarks(Duration keep) {
    return new DynamoDbWatermarkStore(table(tables.state()), nowMillis, keep);
  }

  public DecisionStore decisions() {
    Table table = table(tables.state());
    BatchReader reader = new BatchReader(table, backoff, parallel);
    return new DynamoDbDecisionStore(table, reader, payloads, nowMillis);
  }

  public StatsStore stats() {
    return new DynamoDbStatsStore(table(tables.index()), payloads, nowMillis);
  }

  public IndexStore index() {
    Table table = table(tables.index());
    return new DynamoDbIndexStore(table, writer(table), payloads, parallel, nowMillis);
  }

  private Table table(String name) {
    return new Table(client, name, meter);
  }

  private BatchWriter writer(Table table) {
    return new BatchWriter(table, backoff, parallel);
  }

  @Override
  public void close() {
    parallel.close();
    client.close();
  }
}
