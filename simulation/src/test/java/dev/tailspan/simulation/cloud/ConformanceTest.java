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
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The models answer as the emulators do. {@code -Dtailspan.conformance.sequences} runs more, {@code
 * -Dtailspan.conformance.from} begins at another seed.
 */
class ConformanceTest {
  @TempDir Path folder;

  @Test
  void dynamoDb() {
    try (var emulator = DynamoDbLocal.start(0, null, folder.resolve("dynamodb.log"));
        DynamoDbClient client = dynamoDb(emulator.endpoint())) {
      said("DynamoDB Local", 150, sequences -> ModelConformance.dynamoDb(client, sequences));
    }
  }

  @Test
  void s3() {
    try (var emulator = S3Proxy.start(0, null, folder.resolve("s3proxy.log"));
        S3Client client = s3(emulator.endpoint())) {
      said("S3Proxy", 100, sequences -> ModelConformance.s3(client, sequences));
    }
  }

  @Test
  void kinesis() {
    AtomicLong now = new AtomicLong(1_800_000_000_123L);
    try (var standIn = KinesisStandIn.start(KinesisOptions.inMemory().withClock(clock(now)));
        KinesisClient client = kinesis(standIn.endpoint())) {
      AtomicInteger streams = new AtomicInteger();
      Conformance<KinesisSteps.Side> conformance =
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
              });
      said("the Kinesis stand-in", 150, conformance::run);
    }
  }

  private static void said(String emulator, int usual, IntToLongFunction run) {
    int sequences = Integer.getInteger("tailspan.conformance.sequences", usual);
    long requests = run.applyAsLong(sequences);
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
