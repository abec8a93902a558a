package dev.tailspan.local.cli;

import dev.tailspan.local.stack.StackException;
import dev.tailspan.local.traffic.SendException;
import dev.tailspan.trace.TerminalText;
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
      return dispatch(words, out, err);
    } catch (UsageException e) {
      err.println("tailspan: " + TerminalText.lines(String.valueOf(e.getMessage())));
      return NOT_UNDERSTOOD;
    } catch (CommandException | StackException | SendException e) {
      err.println("tailspan: " + TerminalText.lines(String.valueOf(e.getMessage())));
      return FAILED;
    } catch (InterruptedException e) {
      err.println("tailspan: interrupted");
      return FAILED;
    }
  }

  private static int dispatch(List<String> words, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (words.isEmpty() || isHelp(words.get(0))) {
      out.print(HelpText.all());
      return DONE;
    }
    List<Command> group = Command.group(words.get(0));
    if (!group.isEmpty() && (words.size() < 2 || isHelp(words.get(1)))) {
      if (words.size() < 2) {
        throw new UsageException(
            words.get(0)
                + " needs "
                + secondWords(group)
                + "; see './tailspan help "
                + words.get(0)
                + "'");
      }
      out.print(HelpText.of(group));
      return DONE;
    }
    int taken = group.isEmpty() ? 1 : 2;
    Command command = Command.of(String.join(" ", words.subList(0, taken)));
    List<String> rest = words.subList(taken, words.size());
    if (rest.stream().anyMatch(Main::isHelp)) {
      out.print(HelpText.of(command));
      return DONE;
    }
    return run(command, Arguments.parse(command, rest), out, err);
  }

  private static boolean isHelp(String word) {
    return word.equals("--help") || word.equals("-h");
  }

  private static String secondWords(List<Command> group) {
    List<String> words = group.stream().map(c -> c.word().split(" ")[1]).toList();
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static int run(Command command, Arguments arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    return switch (command) {
      case UP -> new UpCommand(arguments, out).run();
      case SEND -> new SendCommand(arguments, out).run();
      case TRACE -> new TraceCommand(arguments, out).run();
      case SEARCH -> new SearchCommand(arguments, out).run();
      case SQL -> new SqlCommand(arguments, out).run();
      case KEEP -> new KeepCommand(arguments, out).run();
      case STATUS -> new StatusCommand(arguments, out).run();
      case POLICY_CHECK -> new PolicyCheckCommand(arguments, out).run();
      case POLICY_TEST -> new PolicyTestCommand(arguments, out, err).run();
      case POLICY_REPLAY -> new PolicyReplayCommand(arguments, out, err).run();
      case SIZING -> new SizingCommand(arguments, out).run();
      case CHAOS -> new ChaosCommand(arguments, out).run();
      case ENDURE -> new EndureCommand(arguments, out).run();
      case DOWN -> new DownCommand(arguments, out).run();
      case HELP -> help(arguments, out);
    };
  }

  private static int help(Arguments arguments, PrintStream out) {
    List<String> about = arguments.operands(0, 2);
    if (about.isEmpty()) {
      out.print(HelpText.all());
      return DONE;
    }
    List<Command> group = about.size() == 1 ? Command.group(about.get(0)) : List.of();
    out.print(
        group.isEmpty() ? HelpText.of(Command.of(String.join(" ", about))) : HelpText.of(group));
    return DONE;
  }
}
