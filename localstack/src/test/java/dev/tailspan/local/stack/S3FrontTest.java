package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.s3.S3Objects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FrontTest {
  private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private S3Proxy s3;
  private S3Front front;
  private S3Objects objects;

  @BeforeEach
  void start() {
    s3 = S3Proxy.start(0, null, directory.resolve("s3.log"));
    int port = Ports.anyFree();
    front = S3Front.start(port, s3.endpoint());
    AwsConnection connection =
        AwsConnection.toEmulators(null, java.net.URI.create("http://127.0.0.1:" + port), null);
    objects = S3Objects.connect(connection, "bucket", new UsageMeter());
    objects.createBucketIfMissing();
  }

  @AfterEach
  void stop() {
    objects.close();
    front.close();
    s3.close();
  }

  @Test
  void whatIsNotFailedPassesThrough() {
    objects.put("a/b c+d", BYTES);
    assertThat(objects.get("a/b c+d")).hasValue(BYTES);
    assertThat(objects.list("a/", 10)).containsExactly("a/b c+d");
    assertThat(front.failed()).isZero();
  }

  @Test
  void aShareFailsAndIsCountedAndTheClientGetsThroughInTheEnd() {
    front.fail(0.5);
    objects.put("key", BYTES);
    assertThat(objects.get("key")).hasValue(BYTES);
    front.fail(0);
    assertThat(objects.list("", 10)).containsExactly("key");
    assertThat(front.failed()).isPositive();
  }

  @Test
  void anOutageFailsEveryRequest() {
    front.fail(1);
    assertThatThrownBy(() -> objects.put("key", BYTES)).isInstanceOf(StorageException.class);
    front.fail(0);
    objects.put("key", BYTES);
    assertThat(objects.get("key")).hasValue(BYTES);
  }
}
