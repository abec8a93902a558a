package dev.tailspan.benchmarks;

import dev.tailspan.emulators.DynamoDbLocal;
import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.local.lambda.FunctionSpec;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.dynamodb.Tables;
import dev.tailspan.stores.s3.S3Objects;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the functions need around them, so that their zips can be run as Lambda runs them. */
final class FunctionRig implements AutoCloseable {
  private static final String STREAM = "spans";
  private static final Tables TABLES = Tables.withPrefix("functions");

  /** Of the project, where the zips were built. */
  private final Path root = Path.of(System.getProperty("tailspan.root", "")).toAbsolutePath();

  private final Path folder;
  private final KinesisStandIn kinesis;
  private final DynamoDbLocal dynamoDb;
  private final S3Proxy s3;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param folder for logs and unpacked code
   */
  FunctionRig(Path folder) {
    this.folder = folder;
    kinesis = KinesisStandIn.start(KinesisOptions.inMemory());
    kinesis.ensureStream(STREAM, 1);
    dynamoDb = DynamoDbLocal.start(0, null, folder.resolve("dynamodb.log"));
    s3 = S3Proxy.start(0, folder.resolve("objects"), folder.resolve("s3proxy.log"));
    AwsConnection connection =
        AwsConnection.toEmulators(dynamoDb.endpoint(), s3.endpoint(), kinesis.endpoint());
    TABLES.createIfMissing(connection);
    for (String bucket : List.of("blocks", "archive", "quarantine", "policy")) {
      environment.put("TAILSPAN_" + bucket.toUpperCase(Locale.ROOT) + "_BUCKET", bucket);
      try (S3Objects made = S3Objects.connect(connection, bucket, new UsageMeter())) {
        made.createBucketIfMissing();
      }
    }
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_KINESIS", kinesis.endpoint().toString());
    environment.put("TAILSPAN_STREAM", STREAM);
    environment.put("TAILSPAN_STAGING_TABLE", TABLES.staging());
    environment.put("TAILSPAN_STATE_TABLE", TABLES.state());
    environment.put("TAILSPAN_INDEX_TABLE", TABLES.index());
  }

  /** A function as it is deployed, but for the size of its heap. */
  FunctionSpec spec(String function, int heapMegabytes) {
    return spec(function, root.resolve(Path.of("functions", function, "target", "function.zip")))
        .withHeapMegabytes(heapMegabytes);
  }

  /** A function from another zip, in a folder of its own. */
  FunctionSpec spec(String function, Path zip) {
    if (!Files.isRegularFile(zip)) {
      throw new IllegalArgumentException(zip + " is missing: run './mvnw -DskipTests package'");
    }
    Path own = folder.resolve(Integer.toHexString(zip.hashCode()));
    return FunctionSpec.quarkus(function, zip, own, environment);
  }

  /** The event of Kinesis' mapping. */
  static byte[] kinesisEvent(List<StreamRecord> records) {
    StringBuilder json = new StringBuilder("{\"Records\":[");
    String comma = "";
    for (StreamRecord record : records) {
      json.append(comma)
          .append("{\"eventID\":\"")
          .append(record.shardId())
          .append(':')
          .append(record.sequenceNumber())
          .append("\",\"kinesis\":{\"sequenceNumber\":\"")
          .append(record.sequenceNumber())
          .append("\",\"approximateArrivalTimestamp\":")
          .append(BigDecimal.valueOf(record.arrivalMillis(), 3))
          .append(",\"data\":\"")
          .append(Base64.getEncoder().encodeToString(record.data()))
          .append("\"}}");
      comma = ",";
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
    kinesis.close();
  }
}
