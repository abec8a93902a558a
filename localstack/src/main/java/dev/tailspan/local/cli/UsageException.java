package dev.tailspan.local.cli;

/**
 * A command line that is not understood; the message is one line that says what is wrong with it.
 */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
