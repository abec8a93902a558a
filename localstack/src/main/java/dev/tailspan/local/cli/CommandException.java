package dev.tailspan.local.cli;

/** A command that failed; the message is one line that says what to do. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
