package dev.tailspan.simulation.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.emulators.DynamoDbLocal;
import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.simulation.cloud.Conformance.Pair;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.client.SdkClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The models answer as the emulators do. {@code -Dtailspan.conformance.sequences} runs more, {@code
 * -Dtailspan.conformance.from} begins at another seed.
 */
class ConformanceTest {
  private static final int WHOLE_PAGE = Integer.MAX_VALUE;

  @TempDir Path folder;

  @Test
  void dynamoDb() {
    try (var emulator = DynamoDbLocal.start(0, null, folder.resolve("dynamodb.log"));
        DynamoDbClient client = dynamoDb(emulator.endpoint())) {
      createTable(client);
      AtomicInteger prefixes = new AtomicInteger();
      said(
          "DynamoDB Local",
          new Conformance<>(
              DynamoDbSteps::step,
              () -> {
                String prefix = prefixes.incrementAndGet() + "#";
                return new Pair<>(
                    new DynamoDbSteps.Side(
                        new ModelDynamoDb(new TableItems(""), Network.PERFECT, WHOLE_PAGE), prefix),
                    new DynamoDbSteps.Side(client, prefix));
              }),
          Conformance.sequences(150));
    }
  }

  @Test
  void s3() {
    try (var emulator = S3Proxy.start(0, null, folder.resolve("s3proxy.log"));
        S3Client client = s3(emulator.endpoint())) {
      client.createBucket(r -> r.bucket(S3Steps.BUCKET));
      AtomicInteger prefixes = new AtomicInteger();
      said(
          "S3Proxy",
          new Conformance<>(
              S3Steps::step,
              () -> {
                String prefix = prefixes.incrementAndGet() + "/";
                return new Pair<>(
                    new S3Steps.Side(
                        new ModelS3(new BucketObjects(), Network.PERFECT, () -> 1_000), prefix),
                    new S3Steps.Side(client, prefix));
              }),
          Conformance.sequences(100));
    }
  }

  @Test
  void kinesis() {
    AtomicLong now = new AtomicLong(1_800_000_000_123L);
    try (var standIn = KinesisStandIn.start(KinesisOptions.inMemory().withClock(clock(now)));
        KinesisClient client = kinesis(standIn.endpoint())) {
      AtomicInteger streams = new AtomicInteger();
      said(
          "the Kinesis stand-in",
          new Conformance<>(
              KinesisSteps::step,
              () -> {
                String stream = "stream-" + streams.incrementAndGet();
                standIn.ensureStream(stream, 2);
                KinesisClient model =
                    new ModelKinesis(
                        standIn.reader(stream), Network.PERFECT, now::get, () -> false);
                return new Pair<>(
                    new KinesisSteps.Side(
                        model, standIn, stream, true, now::addAndGet, new ArrayList<>()),
                    new KinesisSteps.Side(
                        client, standIn, stream, false, now::addAndGet, new ArrayList<>()));
              }),
          Conformance.sequences(150));
    }
  }

  private static <C> void said(String emulator, Conformance<C> conformance, int sequences) {
    long requests = conformance.run(sequences);
    System.out.println(
        sequences + " sequences, " + requests + " requests answered as by " + emulator);
    assertThat(requests).isGreaterThan(sequences);
  }

  static DynamoDbClient dynamoDb(URI endpoint) {
    return SdkClients.configure(
            DynamoDbClient.builder(),
            AwsConnection.toEmulators(endpoint, null, null),
            endpoint,
            SdkClients.Bounds.REQUESTS)
        .build();
  }

  static S3Client s3(URI endpoint) {
    return SdkClients.configure(
            S3Client.builder().forcePathStyle(true),
            AwsConnection.toEmulators(null, endpoint, null),
            endpoint,
            SdkClients.Bounds.OBJECTS)
        .build();
  }

  private static KinesisClient kinesis(URI endpoint) {
    return SdkClients.configure(
            KinesisClient.builder(),
            AwsConnection.toEmulators(null, null, endpoint),
            endpoint,
            SdkClients.Bounds.REQUESTS)
        .build();
  }

  static void createTable(DynamoDbClient client) {
    client.createTable(
        r ->
            r.tableName(DynamoDbSteps.TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    k -> k.attributeName("pk").keyType(KeyType.HASH),
                    k -> k.attributeName("sk").keyType(KeyType.RANGE))
                .attributeDefinitions(
                    a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                    a -> a.attributeName("sk").attributeType(ScalarAttributeType.S)));
  }

  private static Clock clock(AtomicLong now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(now.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
