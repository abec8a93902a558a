package dev.tailspan.local.cli;

import dev.tailspan.local.stack.StackState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the stack a command is meant for. */
final class Stacks {
  private Stacks() {}

  /** Where running stacks are noted: the system property {@code tailspan.home}. */
  static Path home() {
    return Path.of(System.getProperty("tailspan.home", ".tailspan"));
  }

  /**
   * The only one that runs, or the one with that query port.
   *
   * @throws CommandException when there is none, or more than one to choose from
   */
  static StackState chosen(Arguments arguments) {
    List<StackState> running = StackState.running(home());
    if (running.isEmpty()) {
      throw new CommandException("no stack is running; start one with './tailspan up'");
    }
    int port = arguments.number("--http-port", 0, 65_535, 0);
    List<StackState> meant =
        running.stream().filter(s -> port == 0 || s.endpoints().query().getPort() == port).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    String ports =
        running.stream()
            .map(s -> Integer.toString(s.endpoints().query().getPort()))
            .collect(Collectors.joining(", "));
    throw new CommandException(
        meant.isEmpty()
            ? "no stack has the query port " + port + "; running: " + ports
            : "several stacks are running, choose one with --http-port: " + ports);
  }
}
