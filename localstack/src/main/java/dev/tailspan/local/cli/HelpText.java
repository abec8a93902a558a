package dev.tailspan.local.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The help: all commands, or one with its options. */
final class HelpText {
  private HelpText() {}

  static String all() {
    StringBuilder text = new StringBuilder();
    text.append("Tailspan: distributed tracing with tail sampling, here on one machine\n\n");
    text.append("Usage: ./tailspan COMMAND [OPTIONS]\n\nCommands:\n");
    for (Command command : Command.values()) {
      text.append(line(command.word() + " " + command.operands(), command.summary()));
    }
    return text.append(
            """

            First:  ./tailspan up
            Then:   ./tailspan search --min-duration 500ms
                    ./tailspan trace TRACE-ID
            More:   ./tailspan help COMMAND
            Also:   ./tailspan simulate --help
                    ./tailspan bench --help

            Exit status: 0 done, 1 failed, 2 command line not understood
            """)
        .toString();
  }

  /** Of commands that begin with the same word. */
  static String of(List<Command> group) {
    return group.stream().map(HelpText::of).collect(Collectors.joining("\n"));
  }

  static String of(Command command) {
    StringBuilder text = new StringBuilder("Usage: ./tailspan " + command.word());
    if (!command.options().isEmpty()) {
      text.append(" [OPTIONS]");
    }
    if (!command.operands().isEmpty()) {
      text.append(' ').append(command.operands());
    }
    text.append("\n\n").append(command.summary()).append('\n').append(command.details());
    if (!command.options().isEmpty()) {
      text.append("\nOptions:\n");
      command.options().forEach(o -> text.append(line(o.synopsis(), o.help())));
    }
    return text.toString();
  }

  private static String line(String left, String right) {
    return String.format(Locale.ROOT, "  %-26s %s\n", left.strip(), right);
  }
}
