package dev.tailspan.ottl;

/**
 * A condition that has no answer for a span, such as a division by zero. Without a stack trace: it
 * may happen once for every span.
 */
public final class OttlEvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  OttlEvaluationException(String message) {
    super(message, null, false, false);
  }
}
