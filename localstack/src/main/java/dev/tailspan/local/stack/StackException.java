package dev.tailspan.local.stack;

/** The stack cannot start or go on; the message begins with one line that says what to do. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The failure as it is if it says what to do already, else in its own words. */
  static StackException of(Throwable failure) {
    if (failure instanceof StackException told) {
      return told;
    }
    String message = failure.getMessage();
    return new StackException(message == null ? failure.toString() : message, failure);
  }
}
