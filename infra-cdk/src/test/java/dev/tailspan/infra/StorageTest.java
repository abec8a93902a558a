package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.stores.dynamodb.Tables;
import dev.tailspan.stores.s3.S3Stores;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
  private static final String TABLE = "AWS::DynamoDB::Table";
  private static final String BUCKET = "AWS::S3::Bucket";

  private Synthesized standard;

  @BeforeEach
  void synthesize() {
    standard = Synthesized.standard();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Staging", "State", "Index"})
  void aTableHasTheKeysAndTheTimeToLiveThatTheStoresUse(String name) {
    JsonNode table = standard.properties(TABLE, name);

    Map<String, String> types =
        texts(table.path("AttributeDefinitions"), "AttributeName", "AttributeType");
    assertThat(types).isEqualTo(Map.of(Tables.PK, "S", Tables.SK, "S"));
    assertThat(texts(table.path("KeySchema"), "AttributeName", "KeyType"))
        .isEqualTo(Map.of(Tables.PK, "HASH", Tables.SK, "RANGE"));
    assertThat(table.path("TimeToLiveSpecification").path("AttributeName").asText())
        .isEqualTo(Tables.EXPIRES_AT);
    assertThat(table.path("TimeToLiveSpecification").path("Enabled").asBoolean()).isTrue();
    assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({"Staging,false,Delete", "State,false,Delete", "Index,true,Retain"})
  void onlyTheIndexCanBeRecoveredAndOutlivesTheStack(
      String name, boolean recoverable, String deletion) {
    JsonNode table = standard.resource(TABLE, name);
    assertThat(
            table
                .path("Properties")
                .path("PointInTimeRecoverySpecification")
                .path("PointInTimeRecoveryEnabled")
                .asBoolean())
        .isEqualTo(recoverable);
    assertThat(table.path("DeletionPolicy").asText()).isEqualTo(deletion);
    assertThat(table.path("UpdateReplacePolicy").asText()).isEqualTo(deletion);
  }

  @Test
  void theStreamIsEncryptedAndPaidByUse() {
    JsonNode stream = standard.properties("AWS::Kinesis::Stream", "Spans");
    assertThat(stream.path("StreamModeDetails").path("StreamMode").asText()).isEqualTo("ON_DEMAND");
    assertThat(stream.path("StreamEncryption").path("EncryptionType").asText()).isEqualTo("KMS");
    assertThat(stream.path("RetentionPeriodHours").asInt()).isEqualTo(24);

    JsonNode fixed = Synthesized.special().properties("AWS::Kinesis::Stream", "Spans");
    assertThat(fixed.path("StreamModeDetails").path("StreamMode").asText())
        .isEqualTo("PROVISIONED");
    assertThat(fixed.path("ShardCount").asInt()).isEqualTo(3);
    assertThat(fixed.path("RetentionPeriodHours").asInt()).isEqualTo(48);
  }

  @Test
  void everyBucketIsClosedEncryptedAndForgetsUnfinishedUploads() {
    Map<String, JsonNode> buckets = standard.resources(BUCKET);
    assertThat(buckets).hasSize(5);
    buckets.forEach(
        (name, bucket) -> {
          JsonNode properties = bucket.path("Properties");
          assertThat(properties.path("PublicAccessBlockConfiguration"))
              .as(name)
              .hasSize(4)
              .allMatch(JsonNode::asBoolean);
          assertThat(properties.path("BucketEncryption").toString()).as(name).contains("AES256");
          assertThat(properties.path("LifecycleConfiguration").toString())
              .as(name)
              .contains("AbortIncompleteMultipartUpload");
          assertThat(bucket.path("DeletionPolicy").asText()).as(name).isEqualTo("Retain");
        });
    Synthesized.special()
        .resources(BUCKET)
        .forEach((name, b) -> assertThat(b.path("DeletionPolicy").asText()).isEqualTo("Delete"));
  }

  @Test
  void everyBucketRefusesWhatIsNotEncryptedOnTheWay() {
    assertThat(standard.resources("AWS::S3::BucketPolicy").values())
        .hasSize(5)
        .allSatisfy(
            policy ->
                assertThat(Synthesized.elements(policy.at("/Properties/PolicyDocument/Statement")))
                    .anySatisfy(
                        statement -> {
                          assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
                          assertThat(statement.at("/Condition/Bool/aws:SecureTransport").asText())
                              .isEqualTo("false");
                        }));
  }

  @Test
  void stagedBlocksExpireAfterADayAndTheArchiveByRetention() {
    assertThat(expirations(standard, "Blocks"))
        .isEqualTo(
            Map.of(
                S3Stores.BLOCKS, 1, S3Stores.DECIDED, 2, S3Stores.INDEX, 31, S3Stores.STATS, 31));
    assertThat(expirations(standard, "Archive")).containsEntry("traces/", 31);
    assertThat(expirations(standard, "Quarantine"))
        .isEqualTo(Map.of(S3Stores.QUARANTINE, 31, "aws/lambda/", 31));
    assertThat(expirations(standard, "Policies")).isEmpty();
    // 36 hours are two days for S3.
    assertThat(expirations(Synthesized.special(), "Blocks"))
        .containsEntry(S3Stores.BLOCKS, 2)
        .containsEntry(S3Stores.DECIDED, 3)
        .containsEntry(S3Stores.INDEX, 8);
  }

  private static Map<String, Integer> expirations(Synthesized template, String bucket) {
    Map<String, Integer> days = new TreeMap<>();
    for (JsonNode rule :
        template.properties(BUCKET, "Buckets" + bucket).at("/LifecycleConfiguration/Rules")) {
      if (rule.has("ExpirationInDays")) {
        days.put(rule.path("Prefix").asText(), rule.path("ExpirationInDays").asInt());
      }
    }
    return days;
  }

  private static Map<String, String> texts(JsonNode array, String key, String value) {
    List<JsonNode> all = Synthesized.elements(array);
    return all.stream()
        .collect(Collectors.toMap(e -> e.path(key).asText(), e -> e.path(value).asText()));
  }
}
