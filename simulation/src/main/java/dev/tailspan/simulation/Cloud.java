package dev.tailspan.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.local.kinesis.InProcessStreams;
import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.simulation.cloud.BucketObjects;
import dev.tailspan.simulation.cloud.ModelDynamoDb;
import dev.tailspan.simulation.cloud.ModelKinesis;
import dev.tailspan.simulation.cloud.ModelS3;
import dev.tailspan.simulation.cloud.Network;
import dev.tailspan.simulation.cloud.TableItems;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.dynamodb.DynamoDbStores;
import dev.tailspan.stores.dynamodb.Tables;
import dev.tailspan.stores.kinesis.KinesisStreams;
import dev.tailspan.stores.parquet.S3ObjectFiles;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The services' state, and the production stores over it: with the scenario's weather or without.
 */
final class Cloud {
  static final Tables TABLES = Tables.withPrefix("simulated");
  static final String STREAM = "spans";
  static final String BLOCKS = "blocks";
  static final String ARCHIVE = "archive";
  static final String QUARANTINE = "quarantine";
  static final String POLICIES = "policies";
  private static final Duration REMEMBER_SHARDS = Duration.ofDays(7);
  private static final int SMALL_PAGE = 7;

  final TableItems tables = new TableItems(TABLES.staging());
  final BucketObjects buckets = new BucketObjects();
  final InProcessStreams streams;
  private final World world;
  private final Weather weather;
  private final boolean parquet;

  Cloud(Scenario scenario, World world, Weather weather, boolean parquet) {
    this.world = world;
    this.weather = weather;
    this.parquet = parquet;
    this.streams =
        new InProcessStreams(
            KinesisOptions.inMemory()
                .withClock(new WorldClock(world))
                .withRetention(Duration.ofDays(1)));
    streams.ensureStream(STREAM, scenario.shards());
    buckets.put(
        POLICIES,
        S3Stores.POLICIES + "current.yaml",
        scenario.policies().yaml().getBytes(UTF_8),
        world.now());
  }

  /** Stores for one process. */
  Stores stores(long clockSkewMillis, long seed) {
    return new Stores(weather, () -> world.now() + clockSkewMillis, seed);
  }

  /** Stores for those who look from outside. */
  Stores outside() {
    return new Stores(Network.PERFECT, world::now, 0);
  }

  /** Stores for a user whose requests take their time, some of them long, and have no faults. */
  Stores leisurely(Dice dice) {
    return new Stores(new Leisurely(world, dice), world::now, 0);
  }

  private record Leisurely(World world, Dice dice) implements Network {
    @Override
    public <T> T send(Service service, String operation, Supplier<T> effect) {
      pass();
      T answer = effect.get();
      pass();
      return answer;
    }

    private void pass() {
      world.pass(dice.chance(0.2) ? dice.between(1_000, 60_000) : dice.between(1, 8));
    }

    @Override
    public int taken(int items) {
      return items;
    }
  }

  final class Stores {
    final UsageMeter meter = new UsageMeter();
    final DynamoDbStores dynamoDb;
    final LongSupplier nowMillis;
    private final ModelS3 s3;
    private final Network network;

    private Stores(Network network, LongSupplier nowMillis, long seed) {
      this.network = network;
      this.nowMillis = nowMillis;
      this.s3 = new ModelS3(buckets, network, world::now);
      Backoff backoff =
          new Backoff(
              new SplittableRandom(seed),
              world::pass,
              () -> world.now() * 1_000_000,
              Backoff.Bounds.DEFAULT);
      this.dynamoDb =
          DynamoDbStores.over(
              new ModelDynamoDb(tables, network, SMALL_PAGE),
              TABLES,
              objects(BLOCKS),
              nowMillis,
              backoff,
              meter);
    }

    WatermarkStore watermarks() {
      return dynamoDb.watermarks(REMEMBER_SHARDS);
    }

    QuarantineStore quarantine() {
      return S3Stores.quarantine(objects(QUARANTINE));
    }

    PolicyVersions policies() {
      return new PolicyVersions(S3Stores.policies(objects(POLICIES)), PolicyReading.DEFAULT);
    }

    ArchiveStore archive() {
      return parquet
          ? S3ObjectFiles.archiveIn(s3, ARCHIVE, meter)
          : new PlainArchive(objects(ARCHIVE));
    }

    SpanStream stream() {
      return KinesisStreams.over(
              new ModelKinesis(
                  streams.reader(STREAM),
                  network,
                  world::now,
                  () -> network == weather && weather.happens(FaultKind.EMPTY_ANSWER, 0.3)),
              STREAM)
          .spans();
    }

    private S3Objects objects(String bucket) {
      return S3Objects.over(s3, bucket, meter);
    }
  }

  private static final class WorldClock extends Clock {
    private final World world;

    WorldClock(World world) {
      this.world = world;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(world.now());
    }

    @Override
    public long millis() {
      return world.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  Clock clock() {
    return new WorldClock(world);
  }
}
