package dev.tailspan.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Which ports of 127.0.0.1 are free. Another process may take one right after it was asked for. */
final class Ports {
  private Ports() {}

  /**
   * Refuses a port that is busy. 0 never is: whoever listens takes a free one then, which somebody
   * else could take if it was chosen long before.
   *
   * @param option what on the command line moves it
   * @throws StackException when it is busy
   */
  static void requireFree(int port, String what, String option) {
    if (port != 0 && !isFree(port)) {
      throw new StackException(
          "port %d (%s) is busy: stop what uses it ('./tailspan down' if it is a Tailspan), or choose another with %s PORT"
              .formatted(port, what, option));
    }
  }

  /** The port people know, or any free one where that is busy. */
  static int preferred(int port) {
    return isFree(port) ? port : anyFree();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = bound(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  static int anyFree() {
    try (ServerSocket socket = bound(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StackException("no port of 127.0.0.1 is free: " + e.getMessage(), e);
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      // As servers do it: a connection of an earlier run that still lingers is no reason to refuse.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
