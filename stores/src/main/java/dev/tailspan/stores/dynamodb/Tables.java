package dev.tailspan.stores.dynamodb;

import dev.tailspan.stores.AwsConnection;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The three tables. All have the keys {@link #PK} and {@link #SK} (texts), are billed by request
 * and forget items by the epoch second in {@link #EXPIRES_AT}.
 *
 * @param staging blocks: {@code slice#bucket} or {@code slice#*}, {@code shard#first#last#hash}
 * @param state watermarks: {@code watermarks#n}, shard; cursors: {@code bucket#n}, {@code cursor};
 *     decided sets: {@code bucket#n}, {@code decided#endSlice#step}; their filters: {@code
 *     bucket#n}, {@code filter#hour}
 * @param index trace parts: {@code trace#id}, step; catalog segments: {@code hour#h}, step counted
 *     down and bucket, and their updates behind them; statistics: {@code stats#h}, bucket and step
 *     counted down
 */
public record Tables(String staging, String state, String index) {
  /** Partition key. */
  public static final String PK = "pk";

  /** Sort key. */
  public static final String SK = "sk";

  /** Time to live, epoch seconds. Reads filter by it too, as deletion comes up to days late. */
  public static final String EXPIRES_AT = "expiresAt";

  /** The tables {@code prefix-staging}, {@code prefix-state} and {@code prefix-index}. */
  public static Tables withPrefix(String prefix) {
    return new Tables(prefix + "-staging", prefix + "-state", prefix + "-index");
  }

  /** Makes those that are missing, with their time to live; for emulators (in AWS the CDK does). */
  public void createIfMissing(AwsConnection connection) {
    try (DynamoDbClient client = DynamoDbStores.client(connection)) {
      for (String table : List.of(staging, state, index)) {
        createIfMissing(client, table);
      }
    }
  }

  private static void createIfMissing(DynamoDbClient client, String table) {
    try {
      client.createTable(
          r ->
              r.tableName(table)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      k -> k.attributeName(PK).keyType(KeyType.HASH),
                      k -> k.attributeName(SK).keyType(KeyType.RANGE))
                  .attributeDefinitions(
                      a -> a.attributeName(PK).attributeType(ScalarAttributeType.S),
                      a -> a.attributeName(SK).attributeType(ScalarAttributeType.S)));
    } catch (ResourceInUseException alreadyThere) {
      return;
    }
    client.waiter().waitUntilTableExists(r -> r.tableName(table));
    client.updateTimeToLive(
        r ->
            r.tableName(table)
                .timeToLiveSpecification(t -> t.attributeName(EXPIRES_AT).enabled(true)));
  }
}
