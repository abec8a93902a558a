package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.emulators.S3Proxy;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.s3.S3Objects;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
    front = S3Front.start(Ports.anyFree(), s3.endpoint());
    AwsConnection connection = AwsConnection.toEmulators(null, front.uri(), null);
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
  void aShareFailsAndIsCounted() throws Exception {
    front.fail(0.5);
    int failed = failuresOf(200);
    assertThat(failed).isEqualTo((int) front.failed()).isBetween(50, 150);
  }

  @Test
  void anOutageFailsEveryRequestAndThenEnds() throws Exception {
    front.fail(1);
    assertThat(failuresOf(20)).isEqualTo(20);
    front.fail(0);
    assertThat(failuresOf(20)).isZero();
    objects.put("key", BYTES);
    assertThat(objects.get("key")).hasValue(BYTES);
  }

  /** Without the SDK, which would try again and wait for seconds. */
  private int failuresOf(int requests) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest get = HttpRequest.newBuilder(front.uri().resolve("/bucket/none")).build();
    int failed = 0;
    for (int n = 0; n < requests; n++) {
      failed += client.send(get, BodyHandlers.discarding()).statusCode() >= 500 ? 1 : 0;
    }
    return failed;
  }
}
