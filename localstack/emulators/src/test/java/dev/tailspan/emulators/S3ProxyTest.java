package dev.tailspan.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ProxyTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void writesObjectsAsPlainFilesServesRangesAndLeavesNoProcess() throws Exception {
    Path objects = directory.resolve("objects");
    ProcessHandle process;
    try (var emulator = S3Proxy.start(0, objects, log())) {
      process = emulator.handle();
      put(emulator, "/bucket", "");
      put(emulator, "/bucket/some/key", "0123456789");

      assertThat(range(emulator, "/bucket/some/key", "bytes=2-4")).isEqualTo("234");
      assertThat(objects.resolve("bucket/some/key")).hasContent("0123456789");
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void keepsObjectsInMemoryWithoutAFolder() throws Exception {
    try (var emulator = S3Proxy.start(0, null, log())) {
      put(emulator, "/bucket", "");
      put(emulator, "/bucket/key", "0123456789");

      assertThat(range(emulator, "/bucket/key", "bytes=-3")).isEqualTo("789");
    }
  }

  @Test
  void aTakenPortIsNamedAndNothingIsStarted() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> S3Proxy.start(taken.getLocalPort(), null, log()))
          .hasMessage("port " + taken.getLocalPort() + " is taken");
    }
    assertThat(log()).doesNotExist();
  }

  private Path log() {
    return directory.resolve("s3proxy.log");
  }

  private void put(S3Proxy emulator, String path, String body)
      throws IOException, InterruptedException {
    URI uri = emulator.endpoint().resolve(path);
    var request = HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(body)).build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private String range(S3Proxy emulator, String path, String range)
      throws IOException, InterruptedException {
    URI uri = emulator.endpoint().resolve(path);
    var request = HttpRequest.newBuilder(uri).header("Range", range).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
