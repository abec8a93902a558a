package dev.tailspan.benchmarks;

import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.FinalizeStores;
import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.decide.LowWatermark;
import dev.tailspan.emulators.DynamoDbLocal;
import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.CallObserver;
import dev.tailspan.stores.dynamodb.DynamoDbStores;
import dev.tailspan.stores.dynamodb.Tables;
import dev.tailspan.stores.parquet.S3ObjectFiles;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import dev.tailspan.wire.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The use cases on their real stores, with the settings the functions have by default, in DynamoDB
 * Local and S3Proxy as child processes. Ingest and finalize have a meter each, as they have a
 * process each.
 */
final class LocalRig implements AutoCloseable {
  static final int BUCKETS = 8;
  static final long STEP_MILLIS = 60_000;
  private static final Layout LAYOUT = new Layout(BUCKETS, 10_000);
  private static final long SLACK_MILLIS = 2_000;
  private static final long STAGING_TTL_SECONDS = 86_400;
  private static final long RETENTION_SECONDS = 30 * 86_400;
  private static final long MAX_RECORD_AGE_MILLIS = 21_600_000;
  private static final int STEP_SLICES = 6;
  private static final int QUIET_SLICES = 3;
  private static final int MAX_AGE_SLICES = 60;
  private static final int MAX_SPANS_PER_TRACE = 200_000;
  private static final String ARCHIVE = "archive";
  private static final Duration REMEMBER_SHARDS = Duration.ofDays(30);

  private final DynamoDbLocal dynamoDb;
  private final S3Proxy s3;
  private final AwsConnection connection;

  LocalRig(Path folder) {
    dynamoDb = DynamoDbLocal.start(0, null, folder.resolve("dynamodb.log"));
    s3 = S3Proxy.start(0, folder.resolve("objects"), folder.resolve("s3proxy.log"));
    connection = AwsConnection.toEmulators(dynamoDb.endpoint(), s3.endpoint(), null);
  }

  /** Tables and buckets of their own for one kind of traffic, with the default policies. */
  Pipeline pipeline(String name, SpanStream stream, SimulatedClock clock) {
    Tables tables = Tables.withPrefix(name);
    tables.createIfMissing(connection);
    for (String bucket : new String[] {"blocks", ARCHIVE, "quarantine", "policies"}) {
      try (S3Objects made = objects(name, bucket, new UsageMeter())) {
        made.createBucketIfMissing();
      }
    }
    return new Pipeline(name, tables, stream, clock);
  }

  /** Tables of their own and nothing else, for what reads the index. */
  DynamoDbStores index(
      String name, LongSupplier nowMillis, UsageMeter meter, CallObserver observer) {
    Tables tables = Tables.withPrefix(name);
    tables.createIfMissing(connection);
    S3Objects objects = objects(name, "blocks", meter);
    objects.createBucketIfMissing();
    return DynamoDbStores.connect(
        connection.observedBy(observer),
        tables,
        objects,
        nowMillis,
        Backoff.of(new Random(), Backoff.Bounds.DEFAULT),
        meter);
  }

  private S3Objects objects(String name, String bucket, UsageMeter meter) {
    return S3Objects.connect(connection, name + "-" + bucket, meter);
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
  }

  /** Time as the traffic has it. */
  static final class SimulatedClock {
    private long nowMillis;

    SimulatedClock(long startMillis) {
      nowMillis = startMillis;
    }

    long nowMillis() {
      return nowMillis;
    }

    void advanceTo(long millis) {
      nowMillis = Math.max(nowMillis, millis);
    }
  }

  /** Both use cases over the same tables and buckets, each with connections of its own. */
  final class Pipeline implements AutoCloseable {
    final UsageMeter ingestMeter = new UsageMeter();
    final UsageMeter finalizeMeter = new UsageMeter();
    final IngestBatch ingest;
    final FinalizeTraces finalize;
    final LowWatermark lowWatermark;
    final WatermarkStore watermarks;
    private final DynamoDbStores ingestTables;
    private final DynamoDbStores finalizeTables;
    private final S3Client archive = S3Stores.client(connection);

    Pipeline(String name, Tables tables, SpanStream stream, SimulatedClock clock) {
      ingestTables = connect(name, tables, clock, ingestMeter);
      finalizeTables = connect(name, tables, clock, finalizeMeter);
      ingest =
          new IngestBatch(
              ingestTables.staging(),
              ingestTables.watermarks(REMEMBER_SHARDS),
              S3Stores.quarantine(objects(name, "quarantine", ingestMeter)),
              ingestMeter,
              new IngestSettings(
                  LAYOUT, Limits.DEFAULT, BlockSizes.DEFAULT, SLACK_MILLIS, STAGING_TTL_SECONDS));
      watermarks = finalizeTables.watermarks(REMEMBER_SHARDS);
      lowWatermark =
          new LowWatermark(stream, watermarks, SLACK_MILLIS, MAX_RECORD_AGE_MILLIS, STEP_MILLIS);
      finalize =
          new FinalizeTraces(
              stores(name),
              new PolicyVersions(
                  S3Stores.policies(objects(name, "policies", finalizeMeter)),
                  PolicyReading.DEFAULT),
              settings());
    }

    private FinalizeStores stores(String name) {
      return new FinalizeStores(
          finalizeTables.staging(),
          watermarks,
          finalizeTables.decisions(),
          finalizeTables.stats(),
          finalizeTables.index(),
          S3ObjectFiles.archiveIn(archive, name + "-" + ARCHIVE, finalizeMeter),
          finalizeMeter);
    }

    private static DecideSettings settings() {
      return new DecideSettings(
          LAYOUT,
          STEP_SLICES,
          QUIET_SLICES,
          MAX_AGE_SLICES,
          STAGING_TTL_SECONDS,
          RETENTION_SECONDS,
          Runtime.getRuntime().maxMemory() / 4,
          MAX_SPANS_PER_TRACE);
    }

    private DynamoDbStores connect(
        String name, Tables tables, SimulatedClock clock, UsageMeter meter) {
      return DynamoDbStores.connect(
          connection,
          tables,
          objects(name, "blocks", meter),
          clock::nowMillis,
          Backoff.of(new Random(), Backoff.Bounds.DEFAULT),
          meter);
    }

    @Override
    public void close() {
      ingestTables.close();
      finalizeTables.close();
      archive.close();
    }
  }
}
