package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.TestClock;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.Emulators;
import dev.tailspan.stores.FakeTime;
import dev.tailspan.stores.s3.S3Objects;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stores in tables and a bucket of their own on the emulators. */
final class LocalStores {
  private static final AwsConnection CONNECTION = Emulators.dynamoDbAndS3();

  final UsageMeter meter = new UsageMeter();
  final FakeTime time = new FakeTime();
  final Tables tables = Tables.withPrefix(Emulators.uniqueName("t"));
  final S3Objects objects;
  final DynamoDbClient client;
  final DynamoDbStores stores;
  private final TestClock clock;

  LocalStores(TestClock clock, ExecutionInterceptor... interceptors) {
    this(clock, DynamoDbStores.client(CONNECTION, interceptors));
  }

  /** Over a client that reaches the same tables in its own way. */
  LocalStores(TestClock clock, DynamoDbClient client) {
    tables.createIfMissing(CONNECTION);
    objects = S3Objects.connect(CONNECTION, Emulators.uniqueName("large"), meter);
    objects.createBucketIfMissing();
    this.client = client;
    this.clock = clock;
    stores = storesWith(objects);
    meter.drain();
  }

  /** Stores in the same tables that put large content elsewhere. */
  DynamoDbStores storesWith(S3Objects elsewhere) {
    Backoff backoff = new Backoff(new Random(1), time, time, Backoff.Bounds.DEFAULT);
    return new DynamoDbStores(client, tables, elsewhere, clock, backoff, meter, 4);
  }

  /** Objects of a bucket that is not there. */
  S3Objects withoutBucket() {
    return S3Objects.connect(CONNECTION, Emulators.uniqueName("none"), meter);
  }

  Usage usage() {
    return meter.drain();
  }

  Map<String, AttributeValue> onlyItem(String table) {
    var items = client.scan(r -> r.tableName(table)).items();
    if (items.size() != 1) {
      throw new AssertionError("one item expected, but there are " + items.size());
    }
    return items.get(0);
  }
}
