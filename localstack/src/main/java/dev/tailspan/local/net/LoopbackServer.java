package dev.tailspan.local.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 only, one daemon thread per connection, connections kept.
 *
 * <p>A handler that throws answers 500 with the message: a client must never hang on a fault of
 * ours. A body over the limit is answered 413, with a JSON message.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LoopbackServer.class.getName());
  private static final int IDLE_MILLIS = 300_000;
  private static final long DRAINED = 64L << 20;

  private final ServerSocket listener;
  private final String name;
  private final int bodyLimit;
  private final Clock clock;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /** What answers a call; called by many threads at once, may block. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call) throws IOException, InterruptedException;
  }

  private LoopbackServer(
      ServerSocket listener, String name, int bodyLimit, Clock clock, Handler handler) {
    this.listener = listener;
    this.name = name;
    this.bodyLimit = bodyLimit;
    this.clock = clock;
    this.handler = handler;
  }

  /**
   * Binds and starts.
   *
   * @param port the port, or 0 for any free one
   * @param name thread name prefix
   * @param bodyLimit longest request body, bytes
   * @param clock gives the Date header
   * @throws UncheckedIOException naming the port when it cannot be bound
   */
  public static LoopbackServer start(
      int port, String name, int bodyLimit, Clock clock, Handler handler) {
    try {
      ServerSocket listener = new ServerSocket();
      // A stack restarted at once must get its port back from connections in TIME_WAIT.
      listener.setReuseAddress(true);
      listener.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
      LoopbackServer server = new LoopbackServer(listener, name, bodyLimit, clock, handler);
      server.thread(name + "-accept", server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot listen on 127.0.0.1:" + port, e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** {@code http://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Stops listening and hangs up on every client, in the middle of a call too. */
  @Override
  public void close() {
    quietly(listener);
    open.forEach(LoopbackServer::quietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        thread(name + "-" + connections.incrementAndGet(), () -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.log(System.Logger.Level.WARNING, name + ": a connection was not accepted", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      // Else Nagle holds the tail of each answer back until the client's delayed ACK, 40 ms.
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      Connection connection = new Connection(socket, bodyLimit);
      try {
        while (answered(connection)) {
          // One call after the other.
        }
      } catch (Connection.Refused e) {
        connection.send(Answer.json(e.status, message(e)), true, true, clock.instant());
        socket.shutdownOutput();
        connection.drain(DRAINED);
      }
    } catch (SocketException e) {
      LOG.log(System.Logger.Level.TRACE, name + ": the client went away", e);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, name + ": the connection ended", e);
    } finally {
      open.remove(socket);
    }
  }

  /** Answers one call; false when the connection is over. */
  private boolean answered(Connection connection) throws IOException {
    Call call = connection.next();
    if (call == null) {
      return false;
    }
    Answer answer;
    try {
      answer = handler.handle(call);
    } catch (RuntimeException | IOException e) {
      LOG.log(System.Logger.Level.ERROR, name + ": " + call.method() + " " + call.path(), e);
      answer = Answer.json(500, message(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    boolean close = "close".equalsIgnoreCase(call.header("Connection"));
    connection.send(answer, !call.method().equals("HEAD"), close, clock.instant());
    return !close;
  }

  private static String message(Exception e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    return "{\"message\":\"" + text.replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\"}";
  }

  private void thread(String threadName, Runnable task) {
    Thread thread = new Thread(task, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(@Nullable AutoCloseable resource) {
    try {
      if (resource != null) {
        resource.close();
      }
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
    }
  }
}
