package dev.tailspan.local.cli;

import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.Progress;
import dev.tailspan.local.stack.StackSettings;
import dev.tailspan.storage.StorageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A stack of this process and its folder, which go with it however it ends: by {@link #close},
 * Ctrl-C or {@code down}.
 */
final class OwnStack implements AutoCloseable {
  private final PrintStream out;
  private final long began = System.nanoTime();
  private final Object ending = new Object();
  private final Path data;
  private @Nullable Path temporary;
  private @Nullable Path keptAs;
  private @Nullable LocalStack stack;
  private volatile boolean stopped;

  /**
   * Makes the folder, and logs there from now on.
   *
   * @param wanted the folder to keep everything in; null for one that is removed at the end
   */
  OwnStack(@Nullable String wanted, PrintStream out) {
    this.out = out;
    if (wanted == null) {
      temporary = RunDirectory.make(Stacks.home().toAbsolutePath());
      data = temporary;
    } else {
      data = Path.of(wanted).toAbsolutePath();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
    LauncherLog.to(data.resolve("logs"));
  }

  Path data() {
    return data;
  }

  /** Where the checkout is. */
  static Path root() {
    return Path.of(System.getProperty("tailspan.root", "."));
  }

  /** What is done with it. */
  interface Work {
    /** Returns the status to end with. */
    int on(LocalStack stack) throws IOException, InterruptedException;
  }

  /**
   * Starts it, says of each part when it is there, makes it known to other commands, and works.
   *
   * @throws CommandException when the work cannot be done, as something does not answer
   */
  int run(StackSettings settings, Work work) throws InterruptedException {
    try {
      return work.on(start(settings));
    } catch (IOException | StorageException e) {
      awaitEndIfStopped();
      throw new CommandException(e.getMessage() + "; data and logs are left in " + keepFolder());
    } catch (RuntimeException e) {
      awaitEndIfStopped();
      throw e;
    }
  }

  private LocalStack start(StackSettings settings) throws InterruptedException {
    out.println("Starting Tailspan: three AWS services, four functions, no Docker");
    Progress progress =
        (what, detail) -> out.printf(Locale.ROOT, "  %5.1f s  %-18s %s%n", seconds(), what, detail);
    LocalStack started = LocalStack.start(settings, progress);
    synchronized (ending) {
      stack = started;
    }
    started.announce(Stacks.home());
    return started;
  }

  /** Leaves the folder behind at the end, under a name that no later run removes. Says which. */
  Path keepFolder() {
    synchronized (ending) {
      if (temporary == null) {
        return data;
      }
      Path kept = temporary.resolveSibling("failed-" + temporary.getFileName());
      keptAs = kept;
      return kept;
    }
  }

  /** After Ctrl-C what fails fails for that: does not return, as the JVM is ending. */
  private void awaitEndIfStopped() throws InterruptedException {
    if (stopped) {
      new CountDownLatch(1).await();
    }
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** Ends everything, once; a second caller waits for the first. */
  @Override
  public void close() {
    stopped = true;
    synchronized (ending) {
      if (stack != null) {
        stack.close();
        stack = null;
      }
      if (temporary != null) {
        if (keptAs == null) {
          RunDirectory.remove(temporary);
        } else {
          RunDirectory.rename(temporary, keptAs);
        }
        temporary = null;
      }
    }
  }
}
