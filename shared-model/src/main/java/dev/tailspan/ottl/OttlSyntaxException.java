package dev.tailspan.ottl;

/** A condition that cannot be taken: it is no OTTL, or names what there is not. */
public final class OttlSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String suggestion;

  OttlSyntaxException(int offset, String message) {
    this(offset, message, "");
  }

  OttlSyntaxException(int offset, String message, String suggestion) {
    super(message);
    this.offset = offset;
    this.suggestion = suggestion;
  }

  /** Where in the condition, in characters from 0. */
  public int offset() {
    return offset;
  }

  /** The nearest name there is, or empty. */
  public String suggestion() {
    return suggestion;
  }
}
