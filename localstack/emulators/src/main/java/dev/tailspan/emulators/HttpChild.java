package dev.tailspan.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A child process that serves HTTP on a port of 127.0.0.1. */
final class HttpChild implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ChildJvm child;
  private final URI endpoint;

  private HttpChild(ChildJvm child, URI endpoint) {
    this.child = child;
    this.endpoint = endpoint;
  }

  /** The port itself, or a free one for 0. Fails when something listens there already. */
  static int claim(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " is taken", e);
    }
  }

  static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts the process and returns once it answers a request, whatever the status. */
  static HttpChild start(ChildJvm.Command command, URI endpoint) {
    ChildJvm child = ChildJvm.start(command);
    try {
      awaitAnswer(child, endpoint);
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
    return new HttpChild(child, endpoint);
  }

  URI endpoint() {
    return endpoint;
  }

  ChildJvm child() {
    return child;
  }

  ProcessHandle handle() {
    return child.handle();
  }

  @Override
  public void close() {
    child.close();
  }

  private static void awaitAnswer(ChildJvm child, URI endpoint) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(client, request)) {
      if (!child.isAlive()) {
        throw child.failure("ended before it answered at " + endpoint);
      }
      if (System.nanoTime() - deadline > 0) {
        throw child.failure("did not answer at " + endpoint + " within " + PATIENCE);
      }
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request) {
    try {
      client.send(request, BodyHandlers.discarding());
      return true;
    } catch (IOException notYet) {
      return pause();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while an emulator started", e);
  }
}
