package dev.tailspan.local.lambda;

import java.util.Optional;

/** An execution environment: a process, and its successor when it is gone. */
final class Environment implements AutoCloseable {
  private final FunctionSpec spec;
  private final FunctionCode code;
  private final int number;
  private FunctionProcess process;
  private boolean closed;

  Environment(FunctionSpec spec, FunctionCode code, int number) {
    this.spec = spec;
    this.code = code;
    this.number = number;
    this.process = start();
  }

  /** Called by one thread at a time. */
  byte[] invoke(byte[] event) throws InterruptedException {
    FunctionProcess current = living();
    try {
      return current.invoke(event);
    } catch (FunctionProcess.NotFetched e) {
      replace(current);
      return invoke(event);
    } catch (FunctionError e) {
      if (e.type().equals(FunctionError.TIMED_OUT) || e.type().equals(FunctionError.INIT)) {
        current.kill();
        replace(current);
      }
      throw e;
    } catch (InterruptedException e) {
      // What it is doing now must not be answered to the next caller.
      current.kill();
      replace(current);
      throw e;
    }
  }

  synchronized boolean ready() {
    return process.alive() && process.ready();
  }

  synchronized boolean failedToStart() {
    return !process.alive() && !process.ready();
  }

  synchronized ProcessHandle handle() {
    return process.handle();
  }

  synchronized Optional<Phase> phase() {
    return process.alive() ? Optional.of(process.phase()) : Optional.empty();
  }

  /** What the process was at; empty when it was gone already. */
  Optional<Phase> kill() {
    FunctionProcess current;
    Optional<Phase> at;
    synchronized (this) {
      current = process;
      at = phase();
    }
    if (at.isPresent()) {
      current.kill();
    }
    return at;
  }

  @Override
  public void close() {
    FunctionProcess current;
    synchronized (this) {
      closed = true;
      current = process;
    }
    current.close();
  }

  private synchronized FunctionProcess living() {
    if (closed) {
      throw new FunctionError(FunctionError.EXITED, spec.name() + " is closed");
    }
    if (!process.alive()) {
      process.close();
      process = start();
    }
    return process;
  }

  private synchronized void replace(FunctionProcess gone) {
    if (!closed && process == gone) {
      process.close();
      process = start();
    }
  }

  private FunctionProcess start() {
    FunctionProcess started = new FunctionProcess(spec, code, number);
    // One that worked and died is replaced at once, so that the next caller does not wait for the
    // start; one that never got ready waits for that caller, or it would start over and over.
    var unused =
        started
            .exited()
            .thenRunAsync(
                () -> {
                  if (started.ready()) {
                    replace(started);
                  }
                });
    return started;
  }
}
