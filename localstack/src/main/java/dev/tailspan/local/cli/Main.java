package dev.tailspan.local.cli;

import dev.tailspan.local.stack.StackException;
import dev.tailspan.local.traffic.SendException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where {@code ./tailspan} arrives. */
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int NOT_UNDERSTOOD = 2;

  private Main() {}

  /** Runs one command and ends the process with its status. */
  public static void main(String[] args) {
    // The bars of a waterfall are not ASCII, and on JDK 17 standard output is what the locale says.
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int status = run(List.of(args), out, err);
    out.flush();
    System.exit(status);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Runs one command; failures are one line on {@code err}. */
  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      return dispatch(words, out);
    } catch (UsageException e) {
      err.println("tailspan: " + e.getMessage());
      return NOT_UNDERSTOOD;
    } catch (CommandException | StackException | SendException e) {
      err.println("tailspan: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      err.println("tailspan: interrupted");
      return FAILED;
    }
  }

  private static int dispatch(List<String> words, PrintStream out) throws InterruptedException {
    if (words.isEmpty() || words.get(0).equals("--help") || words.get(0).equals("-h")) {
      out.print(HelpText.all());
      return DONE;
    }
    Command command = Command.of(words.get(0));
    List<String> rest = words.subList(1, words.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      out.print(HelpText.of(command));
      return DONE;
    }
    Arguments arguments = Arguments.parse(command, rest);
    return switch (command) {
      case UP -> new UpCommand(arguments, out).run();
      case SEND -> new SendCommand(arguments, out).run();
      case TRACE -> new TraceCommand(arguments, out).run();
      case SEARCH -> new SearchCommand(arguments, out).run();
      case STATUS -> new StatusCommand(arguments, out).run();
      case DOWN -> new DownCommand(arguments, out).run();
      case HELP -> help(arguments, out);
    };
  }

  private static int help(Arguments arguments, PrintStream out) {
    List<String> about = arguments.operands(0, 1);
    out.print(about.isEmpty() ? HelpText.all() : HelpText.of(Command.of(about.get(0))));
    return DONE;
  }
}
