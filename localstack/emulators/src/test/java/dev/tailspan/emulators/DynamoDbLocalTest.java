package dev.tailspan.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbLocalTest {

  private static final String TABLE = "things";
  private static final Map<String, AttributeValue> ITEM =
      Map.of("id", AttributeValue.fromS("a"), "n", AttributeValue.fromN("1"));

  @TempDir Path directory;

  @Test
  void givesBackInMemoryWhatWasPutAndLeavesNoProcess() {
    ProcessHandle process;
    try (var emulator = DynamoDbLocal.start(0, null, log());
        var client = client(emulator.endpoint())) {
      process = emulator.handle();
      createTable(client);
      client.putItem(r -> r.tableName(TABLE).item(ITEM));

      assertThat(read(client)).isEqualTo(ITEM);
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void keepsTheTablesOfAFolderOverARestart() {
    Path tables = directory.resolve("tables");
    try (var emulator = DynamoDbLocal.start(0, tables, log());
        var client = client(emulator.endpoint())) {
      createTable(client);
      client.putItem(r -> r.tableName(TABLE).item(ITEM));
    }
    try (var emulator = DynamoDbLocal.start(0, tables, log());
        var client = client(emulator.endpoint())) {
      assertThat(read(client)).isEqualTo(ITEM);
    }
  }

  @Test
  void keepsWhatItHadAnsweredWhenItIsKilled() {
    Path tables = directory.resolve("tables");
    ProcessHandle process;
    try (var emulator = DynamoDbLocal.start(0, tables, log());
        var client = client(emulator.endpoint())) {
      createTable(client);
      client.putItem(r -> r.tableName(TABLE).item(ITEM));
      process = emulator.handle();
      emulator.kill();
      assertThat(process.isAlive()).isFalse();
    }
    try (var emulator = DynamoDbLocal.start(0, tables, log());
        var client = client(emulator.endpoint())) {
      assertThat(read(client)).isEqualTo(ITEM);
    }
  }

  @Test
  void requestsWaitWhileItIsPaused() throws Exception {
    try (var emulator = DynamoDbLocal.start(0, null, log());
        var client = client(emulator.endpoint())) {
      createTable(client);
      client.putItem(r -> r.tableName(TABLE).item(ITEM));
      CompletableFuture<Void> over =
          CompletableFuture.runAsync(
              () -> {
                try {
                  emulator.pause(Duration.ofSeconds(3));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (!state(emulator.handle()).startsWith("T")) {
        assertThat(over).as("never stopped").isNotDone();
        Thread.sleep(20);
      }
      assertThat(read(client)).isEqualTo(ITEM);
      over.join();
      assertThat(state(emulator.handle())).doesNotStartWith("T");
    }
  }

  /** As {@code ps} has it: T is stopped. */
  private static String state(ProcessHandle process) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", "" + process.pid()).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path inAFile = Files.createFile(directory.resolve("file")).resolve("tables");

    assertThatThrownBy(() -> DynamoDbLocal.start(0, inAFile, log()))
        .hasMessageContaining(inAFile.toString());
  }

  private Path log() {
    return directory.resolve("dynamodb.log");
  }

  private static Map<String, AttributeValue> read(DynamoDbClient client) {
    return client.getItem(r -> r.tableName(TABLE).key(Map.of("id", ITEM.get("id")))).item();
  }

  private static void createTable(DynamoDbClient client) {
    client.createTable(
        r ->
            r.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                .attributeDefinitions(
                    a -> a.attributeName("id").attributeType(ScalarAttributeType.S)));
  }

  private static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .build();
  }
}
