package dev.tailspan.wire;

/** Bytes that are not what they should be. The message is one sentence that names the thing. */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** By what quarantine is counted. */
  public enum Reason {
    /** Nothing in it. */
    EMPTY,
    /** Ends in the middle of something. */
    TRUNCATED,
    /** Breaks the rules of its encoding. */
    MALFORMED,
    /** Messages within messages beyond {@link Limits#maxNesting()}, or too many envelopes. */
    NESTED_TOO_DEEP,
    /** Larger than a limit once decoded. */
    TOO_LARGE,
    /** A checksum in it does not fit its content. */
    CHECKSUM_MISMATCH,
    /** Known, but not read by this version. */
    UNSUPPORTED_FORMAT,
    /** Not known, or not told apart with certainty. */
    UNKNOWN_FORMAT
  }

  private final Reason reason;

  public DecodeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public DecodeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static DecodeException truncated(String what) {
    return new DecodeException(Reason.TRUNCATED, what);
  }

  static DecodeException malformed(String what) {
    return new DecodeException(Reason.MALFORMED, what);
  }

  static DecodeException tooLarge(String what) {
    return new DecodeException(Reason.TOO_LARGE, what);
  }
}
