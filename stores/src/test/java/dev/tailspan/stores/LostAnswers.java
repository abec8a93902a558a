package dev.tailspan.stores;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Stands before a service on this machine and passes all on as it is. Of requests of a kind it can
 * be told to lose the answers: they take effect, and then the connection is cut.
 */
public final class LostAnswers implements AutoCloseable {
  private final ServerSocket server;
  private final URI service;
  private final List<String> requests = new ArrayList<>();
  private String kind = "";
  private int toLose;

  public LostAnswers(URI service) {
    this.service = service;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "lost-answers");
    thread.setDaemon(true);
    thread.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Loses so many answers to requests whose head holds a text. */
  public synchronized void loseNext(int answers, String kindOfRequest) {
    toLose = answers;
    kind = kindOfRequest;
  }

  /** How many requests came whose head holds a text. */
  public synchronized long count(String kindOfRequest) {
    return requests.stream().filter(head -> head.contains(kindOfRequest)).count();
  }

  private synchronized boolean losesAnswer(String head) {
    requests.add(head);
    return head.contains(kind) && toLose-- > 0;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        pass(client);
      } catch (IOException gone) {
        // The client is gone, or the test is over.
      }
    }
  }

  /** One request a connection: the service is told to close, so its answer ends with it. */
  private void pass(Socket client) throws IOException {
    String head = head(client.getInputStream());
    byte[] body = client.getInputStream().readNBytes(contentLength(head));
    byte[] answer;
    try (Socket onward = new Socket(service.getHost(), service.getPort())) {
      String closing = head.replaceAll("(?im)^connection:.*\r\n", "");
      closing = closing.substring(0, closing.length() - 2) + "Connection: close\r\n\r\n";
      onward.getOutputStream().write(closing.getBytes(ISO_8859_1));
      onward.getOutputStream().write(body);
      answer = onward.getInputStream().readAllBytes();
    }
    if (!losesAnswer(head)) {
      client.getOutputStream().write(answer);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no whole request");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
