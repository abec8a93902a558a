package dev.tailspan.block;

/** A staged block is not what was written; the message names the block. */
public final class CorruptBlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptBlockException(String message) {
    super(message);
  }

  public CorruptBlockException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
