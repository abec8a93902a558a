package dev.tailspan.trace;

/** Stored statistics are not what was written; the message says where. */
public final class CorruptStatsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptStatsException(String message) {
    super(message);
  }
}
