package dev.tailspan.local.stack;

import dev.tailspan.emulators.DynamoDbLocal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** DynamoDB Local at one address and on one folder, over restarts. Thread-safe. */
final class DynamoDbProcess implements AutoCloseable {
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_MILLIS = 500;

  private final int port;
  private final Path data;
  private final Path log;
  private DynamoDbLocal process;
  private boolean closed;

  private DynamoDbProcess(int port, Path data, Path log) {
    this.port = port;
    this.data = data;
    this.log = log;
    this.process = DynamoDbLocal.start(port, data, log);
  }

  /** Starts it and returns when it answers. */
  static DynamoDbProcess start(int port, Path data, Path log) {
    return new DynamoDbProcess(port, data, log);
  }

  synchronized ProcessHandle handle() {
    return process.handle();
  }

  void pause(Duration pause) throws InterruptedException {
    DynamoDbLocal current;
    synchronized (this) {
      current = process;
    }
    current.pause(pause);
  }

  /**
   * Ends it and starts it anew on its data.
   *
   * @param killed whether it ends by SIGKILL, in the middle of whatever it does
   */
  synchronized void restart(boolean killed) {
    if (closed) {
      return;
    }
    if (killed) {
      process.kill();
    } else {
      process.close();
    }
    process = started();
  }

  /** Its port may be an outgoing connection's for a moment. */
  private DynamoDbLocal started() {
    for (int attempt = 1; ; attempt++) {
      try {
        return DynamoDbLocal.start(port, data, log);
      } catch (UncheckedIOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted while DynamoDB Local was restarted", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    process.close();
  }
}
