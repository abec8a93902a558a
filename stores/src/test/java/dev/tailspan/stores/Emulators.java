package dev.tailspan.stores;

import dev.tailspan.emulators.DynamoDbLocal;
import dev.tailspan.emulators.S3Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** One DynamoDB Local and one S3Proxy a test JVM, both in memory; they end with the JVM. */
public final class Emulators {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Emulators() {}

  private static final class DynamoDb {
    static final DynamoDbLocal RUNNING = DynamoDbLocal.start(0, null, log("dynamodb"));
  }

  private static final class S3 {
    static final S3Proxy RUNNING = S3Proxy.start(0, null, log("s3proxy"));
  }

  public static AwsConnection s3() {
    return AwsConnection.toEmulators(null, S3.RUNNING.endpoint(), null);
  }

  public static AwsConnection dynamoDbAndS3() {
    return AwsConnection.toEmulators(DynamoDb.RUNNING.endpoint(), S3.RUNNING.endpoint(), null);
  }

  /** A name for a table or bucket that no other test has. */
  public static String uniqueName(String prefix) {
    return prefix + "-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
  }

  private static Path log(String name) {
    return Path.of("target", name + "-" + ProcessHandle.current().pid() + ".log");
  }
}
