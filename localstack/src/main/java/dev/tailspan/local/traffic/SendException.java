package dev.tailspan.local.traffic;

/** Spans were not accepted; the message is one sentence saying by whom and why. */
public final class SendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SendException(String message) {
    super(message);
  }

  SendException(String message, Throwable cause) {
    super(message, cause);
  }
}
