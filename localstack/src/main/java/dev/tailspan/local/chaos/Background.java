package dev.tailspan.local.chaos;

/** Work on a thread of its own, again and again until it is closed, which interrupts it. */
final class Background implements AutoCloseable {
  private final Thread thread;
  private volatile boolean stopped;

  /** A piece of the work. */
  interface Round {
    /**
     * Does it.
     *
     * @return whether there is more to do
     */
    boolean go() throws InterruptedException;
  }

  Background(String name, Round round) {
    thread = new Thread(() -> goOn(round), name);
    thread.setDaemon(true);
  }

  Background start() {
    thread.start();
    return this;
  }

  private void goOn(Round round) {
    try {
      boolean more = true;
      while (!stopped && more) {
        more = round.go();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when nothing of it can come any more; it need not have been started. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
  }
}
