package dev.tailspan.simulation.cloud;

import dev.tailspan.simulation.cloud.Conformance.Pair;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The models asked beside whatever stands for AWS, in a table and a bucket made for it. Fails with
 * the shortest requests that are answered differently.
 */
public final class ModelConformance {
  private static final int WHOLE_PAGE = Integer.MAX_VALUE;

  private ModelConformance() {}

  /** Returns how many requests were answered alike. */
  public static long dynamoDb(DynamoDbClient client, int sequences) {
    createTable(client);
    AtomicInteger prefixes = new AtomicInteger();
    return new Conformance<>(
            DynamoDbSteps::step,
            () -> {
              String prefix = prefixes.incrementAndGet() + "#";
              return new Pair<>(
                  new DynamoDbSteps.Side(
                      new ModelDynamoDb(new TableItems(""), Network.PERFECT, WHOLE_PAGE), prefix),
                  new DynamoDbSteps.Side(client, prefix));
            })
        .run(sequences);
  }

  /** Returns how many requests were answered alike. */
  public static long s3(S3Client client, int sequences) {
    return s3(client, sequences, S3Steps.KEYS);
  }

  /**
   * Returns how many requests were answered alike, with keys of ASCII, which ours are: LocalStack
   * 4.14 answers 500 to the token of a page that ends before another one.
   */
  public static long s3WithAsciiKeys(S3Client client, int sequences) {
    return s3(client, sequences, S3Steps.ASCII_KEYS);
  }

  private static long s3(S3Client client, int sequences, List<String> keys) {
    client.createBucket(r -> r.bucket(S3Steps.BUCKET));
    AtomicInteger prefixes = new AtomicInteger();
    return new Conformance<>(
            random -> S3Steps.step(random, keys),
            () -> {
              String prefix = prefixes.incrementAndGet() + "/";
              return new Pair<>(
                  new S3Steps.Side(
                      new ModelS3(new BucketObjects(), Network.PERFECT, () -> 1_000), prefix),
                  new S3Steps.Side(client, prefix));
            })
        .run(sequences);
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
}
