package dev.tailspan.local.stack;

import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.dynamodb.Tables;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The AWS services of the stack, with stream, tables, buckets and policy file laid out. */
final class Emulators implements AutoCloseable {
  static final String STREAM = "tailspan";
  static final Tables TABLES = Tables.withPrefix("tailspan");
  static final String BLOCKS = "tailspan-blocks";
  static final String ARCHIVE = "tailspan-archive";
  static final String QUARANTINE = "tailspan-quarantine";
  static final String POLICY = "tailspan-policy";

  // Ports that other emulators of these services use, so that people know them.
  private static final int KINESIS_PORT = 4567;
  private static final int DYNAMODB_PORT = 8000;
  private static final int S3_PORT = 9000;

  private final StackSettings settings;
  private final Progress progress;
  private final Closing closing = new Closing();
  private final KinesisStandIn kinesis;
  private final URI dynamoDb;
  private final URI s3;
  private final @Nullable S3Front s3Front;
  private final CompletableFuture<DynamoDbProcess> dynamoDbProcess;
  private final CompletableFuture<S3Proxy> s3Process;
  private final CompletableFuture<Void> laidOut;

  private Emulators(StackSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    kinesis = closing.add(startKinesis());
    dynamoDb = loopback(port(DYNAMODB_PORT));
    s3 = loopback(port(S3_PORT));
    URI s3Proxy = settings.faults() ? loopback(Ports.anyFree()) : s3;
    s3Front = settings.faults() ? closing.add(S3Front.start(s3.getPort(), s3Proxy)) : null;
    dynamoDbProcess = CompletableFuture.supplyAsync(this::startDynamoDb);
    s3Process = CompletableFuture.supplyAsync(() -> startS3(s3Proxy.getPort()));
    laidOut = CompletableFuture.allOf(dynamoDbProcess, s3Process);
  }

  /** Starts all three side by side without waiting; their addresses are known at once. */
  static Emulators start(StackSettings settings, Progress progress) {
    return new Emulators(settings, progress);
  }

  KinesisStandIn kinesis() {
    return kinesis;
  }

  /** Once {@link #awaitReady} has returned. */
  DynamoDbProcess dynamoDbProcess() {
    return dynamoDbProcess.join();
  }

  /** Once {@link #awaitReady} has returned. */
  S3Proxy s3Process() {
    return s3Process.join();
  }

  /**
   * What can make S3 fail.
   *
   * @throws IllegalStateException in a stack without {@link StackSettings#faults}
   */
  S3Front s3Front() {
    if (s3Front == null) {
      throw new IllegalStateException("the stack was started without faults");
    }
    return s3Front;
  }

  AwsConnection connection() {
    return AwsConnection.toEmulators(dynamoDb, s3, kinesis.endpoint());
  }

  URI dynamoDb() {
    return dynamoDb;
  }

  URI s3() {
    return s3;
  }

  /**
   * Waits until all answer and everything is laid out.
   *
   * @throws StackException with the end of the log of the one that does not
   */
  void awaitReady() {
    try {
      laidOut.join();
    } catch (CompletionException e) {
      throw StackException.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private KinesisStandIn startKinesis() {
    Path directory = settings.data().resolve("kinesis");
    int port = settings.knownPorts() ? Ports.preferred(KINESIS_PORT) : 0;
    KinesisStandIn started = KinesisStandIn.start(KinesisOptions.durable(directory).withPort(port));
    started.ensureStream(STREAM, settings.shards());
    progress.ready("Kinesis", started.endpoint().toString());
    return started;
  }

  private DynamoDbProcess startDynamoDb() {
    DynamoDbProcess started =
        closing.add(
            DynamoDbProcess.start(
                dynamoDb.getPort(), settings.data().resolve("dynamodb"), log("dynamodb")));
    TABLES.createIfMissing(connection());
    progress.ready("DynamoDB", dynamoDb.toString());
    return started;
  }

  private S3Proxy startS3(int port) {
    S3Proxy started = closing.add(S3Proxy.start(port, objects(settings.data()), log("s3")));
    for (String bucket : List.of(BLOCKS, ARCHIVE, QUARANTINE, POLICY)) {
      try (S3Objects objects = S3Objects.connect(connection(), bucket, new UsageMeter())) {
        objects.createBucketIfMissing();
        if (bucket.equals(POLICY)) {
          putPolicy(objects);
        }
      }
    }
    progress.ready("S3", s3.toString());
    return started;
  }

  private void putPolicy(S3Objects objects) {
    Optional<byte[]> missing =
        S3Stores.policies(objects).current().isPresent()
            ? Optional.empty()
            : Optional.of(PolicyFile.defaultYaml());
    settings
        .policy()
        .or(() -> missing)
        .ifPresent(yaml -> objects.put(S3Stores.POLICIES + "current.yaml", yaml));
  }

  /**
   * The others are children that listen seconds later: of two stacks that start side by side each
   * would take the same DynamoDB's answers for its own. Only one has Kinesis' known port, which is
   * bound at once, and that one has all.
   */
  private int port(int known) {
    return kinesis.endpoint().getPort() == KINESIS_PORT ? Ports.preferred(known) : Ports.anyFree();
  }

  private Path log(String name) {
    return LocalStack.logs(settings.data()).resolve(name + ".log");
  }

  /** Where S3 keeps a folder for each bucket. */
  static Path objects(Path data) {
    return data.resolve("s3");
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    closing.close();
  }
}
