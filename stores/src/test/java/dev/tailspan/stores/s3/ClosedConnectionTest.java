package dev.tailspan.stores.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that closes connections without an answer, as it may do with one that lay idle. */
class ClosedConnectionTest {
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int unanswered;
  private ServerSocket server;
  private S3Objects objects;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
    objects =
        S3Objects.connect(
            AwsConnection.toEmulators(null, endpoint, null), "bucket", new UsageMeter());
  }

  @AfterEach
  void stop() throws IOException {
    objects.close();
    server.close();
  }

  @Test
  void isAskedAgain() {
    unanswered = 3;

    objects.put("key", new byte[100]);

    assertThat(requests).hasValue(4);
  }

  @Test
  void isAnErrorThatNamesTheKeyWhenItGoesOn() {
    unanswered = 100;

    assertThatThrownBy(() -> objects.put("some/key", new byte[100]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("some/key");
    assertThat(requests).hasValue(6);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          head.append((char) in.read());
        }
        if (requests.incrementAndGet() > unanswered) {
          in.readNBytes(contentLength(head.toString()));
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                      .getBytes(US_ASCII));
        }
      } catch (IOException closed) {
        // The client is gone, or the test is over.
      }
    }
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElseThrow();
  }
}
