package dev.tailspan.functions.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.ingest.PolicyFileRedaction;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.CallObserver;
import dev.tailspan.stores.dynamodb.DynamoDbStores;
import dev.tailspan.stores.dynamodb.Tables;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The stores of a function, made once in a process' life. */
public final class Connections {
  /** What could be tried out is no key. */
  private static final int SHORTEST_KEY = 16;

  private static final Duration REMEMBER_SHARDS = Duration.ofDays(30);

  private final AwsConnection connection;
  private final Settings settings;
  private final boolean measured;
  private final byte[] redactionKey;
  private final UsageMeter meter = new UsageMeter();
  private final DynamoDbStores tables;

  /**
   * Connects as the environment says.
   *
   * @param observer is told of every call
   */
  public Connections(Map<String, String> environment, CallObserver observer) {
    this.settings = Settings.from(environment);
    this.measured = "true".equals(environment.get("TAILSPAN_METRICS"));
    this.redactionKey = redactionKey(environment);
    this.connection = AwsConnection.fromEnvironment(environment).observedBy(observer);
    this.tables =
        DynamoDbStores.connect(
            connection,
            new Tables(settings.stagingTable(), settings.stateTable(), settings.indexTable()),
            objects(settings.blocksBucket()),
            System::currentTimeMillis,
            // After a SnapStart restore, another sequence
            Backoff.of(new SecureRandom(), Backoff.Bounds.DEFAULT),
            meter);
  }

  private static byte[] redactionKey(Map<String, String> environment) {
    byte[] key = environment.getOrDefault("TAILSPAN_REDACTION_KEY", "").getBytes(UTF_8);
    if (key.length > 0 && key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "TAILSPAN_REDACTION_KEY must have at least "
              + SHORTEST_KEY
              + " bytes, but has "
              + key.length);
    }
    return key;
  }

  public Settings settings() {
    return settings;
  }

  /**
   * The stream whose figures are logged as metrics; empty where {@code TAILSPAN_METRICS} is off.
   */
  public Optional<String> measuredStream() {
    return measured ? Optional.of(settings.stream()) : Optional.empty();
  }

  public AwsConnection connection() {
    return connection;
  }

  public UsageMeter meter() {
    return meter;
  }

  public StagingStore staging() {
    return tables.staging();
  }

  public WatermarkStore watermarks() {
    return tables.watermarks(REMEMBER_SHARDS);
  }

  public DecisionStore decisions() {
    return tables.decisions();
  }

  public StatsStore stats() {
    return tables.stats();
  }

  public IndexStore index() {
    return tables.index();
  }

  public QuarantineStore quarantine() {
    return S3Stores.quarantine(objects(settings.quarantineBucket()));
  }

  public PolicyVersions policies() {
    return new PolicyVersions(
        S3Stores.policies(objects(settings.policyBucket())), settings.policyReading());
  }

  /** Of the policy file that {@link #policies} has. */
  public PolicyFileRedaction redaction() {
    return new PolicyFileRedaction(
        policies(), decisions(), settings.layout().buckets(), redactionKey);
  }

  private S3Objects objects(String bucket) {
    return S3Objects.connect(connection, bucket, meter);
  }
}
