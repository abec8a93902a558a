package dev.tailspan.local.cli;

import dev.tailspan.local.stack.StackState;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code down}: asks the launcher of a stack to end, and forces it when it does not. */
final class DownCommand {
  private static final long PATIENCE_SECONDS = 30;

  private final Arguments arguments;
  private final PrintStream out;

  DownCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    arguments.operands(0, 0);
    StackState stack = Stacks.chosen(arguments);
    stack.process().ifPresent(ProcessHandle::destroy);
    if (!hasEnded(stack)) {
      // Its children notice that it is gone.
      stack.process().ifPresent(ProcessHandle::destroyForcibly);
      if (!hasEnded(stack)) {
        throw new CommandException("process " + stack.pid() + " does not end: kill it");
      }
    }
    out.println("Stopped.");
    return Main.DONE;
  }

  private static boolean hasEnded(StackState stack) throws InterruptedException {
    ProcessHandle process = stack.process().orElse(null);
    if (process == null) {
      return true;
    }
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CommandException("cannot watch process " + stack.pid() + ": " + e.getCause());
    }
  }
}
