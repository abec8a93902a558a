package dev.tailspan.simulation.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.emulators.DynamoDbLocal;
import dev.tailspan.emulators.S3Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where emulators are known to answer otherwise than AWS, and the models answer as AWS does: what
 * {@link ConformanceTest} leaves out. A test that fails says that an emulator has changed.
 */
class EmulatorDifferencesTest {
  private static final Map<String, AttributeValue> KEY =
      Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("s"));

  @TempDir Path folder;

  @Test
  void dynamoDbLocalLooksAtConditionsBeforeItRefusesAnItemTwiceInATransaction() {
    try (var emulator = DynamoDbLocal.start(0, null, folder.resolve("dynamodb.log"));
        DynamoDbClient client = ConformanceTest.dynamoDb(emulator.endpoint())) {
      ModelConformance.createTable(client);
      assertThatThrownBy(() -> twice(client)).isInstanceOf(TransactionCanceledException.class);
      assertThatThrownBy(() -> twice(model()))
          .isInstanceOf(DynamoDbException.class)
          .isNotInstanceOf(TransactionCanceledException.class);
    }
  }

  @Test
  void dynamoDbLocalSaysNoMoreWhereALimitEndsAtTheUpperBound() {
    try (var emulator = DynamoDbLocal.start(0, null, folder.resolve("dynamodb.log"));
        DynamoDbClient client = ConformanceTest.dynamoDb(emulator.endpoint())) {
      ModelConformance.createTable(client);
      assertThat(oneUpToItself(client).lastEvaluatedKey()).isEmpty();
      assertThat(oneUpToItself(model()).lastEvaluatedKey()).isEqualTo(KEY);
    }
  }

  @Test
  void s3ProxyCannotHaveAKeyThatIsAlsoTheFolderOfAnother() {
    try (var emulator = S3Proxy.start(0, null, folder.resolve("s3proxy.log"));
        S3Client client = ConformanceTest.s3(emulator.endpoint())) {
      client.createBucket(r -> r.bucket(S3Steps.BUCKET));
      assertThatThrownBy(() -> putBoth(client)).isInstanceOf(SdkException.class);
      ModelS3 model = new ModelS3(new BucketObjects(), Network.PERFECT, () -> 1_000);
      putBoth(model);
      assertThat(model.listObjectsV2(r -> r.bucket(S3Steps.BUCKET)).contents()).hasSize(2);
    }
  }

  private static DynamoDbClient model() {
    return new ModelDynamoDb(new TableItems(""), Network.PERFECT, Integer.MAX_VALUE);
  }

  private static TransactWriteItemsResponse twice(DynamoDbClient client) {
    TransactWriteItem check =
        TransactWriteItem.builder()
            .conditionCheck(
                c ->
                    c.tableName(DynamoDbSteps.TABLE)
                        .key(KEY)
                        .conditionExpression("attribute_exists(pk)"))
            .build();
    TransactWriteItem put =
        TransactWriteItem.builder().put(p -> p.tableName(DynamoDbSteps.TABLE).item(KEY)).build();
    return client.transactWriteItems(r -> r.transactItems(List.of(check, put)));
  }

  private static QueryResponse oneUpToItself(DynamoDbClient client) {
    client.putItem(r -> r.tableName(DynamoDbSteps.TABLE).item(KEY));
    return client.query(
        r ->
            r.tableName(DynamoDbSteps.TABLE)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(
                    Map.of(
                        ":pk", AttributeValue.fromS("p"),
                        ":from", AttributeValue.fromS("a"),
                        ":to", AttributeValue.fromS("s")))
                .limit(1));
  }

  private static void putBoth(S3Client client) {
    client.putObject(r -> r.bucket(S3Steps.BUCKET).key("a/b"), RequestBody.fromString("1"));
    client.putObject(r -> r.bucket(S3Steps.BUCKET).key("a"), RequestBody.fromString("2"));
  }
}
