package dev.tailspan.policy;

/**
 * What one policy said of a trace.
 *
 * @param policy its name in the file
 * @param type its type, as written in the file
 * @param sampled whether it wants the trace kept; always false for a {@code drop} policy
 * @param failed whether it came to no answer, which counts as no vote; then {@code sampled} is
 *     false and {@code measured} says what went wrong
 * @param measured what it found, such as "duration 2143 ms"
 * @param threshold what it wanted, such as "> 500 ms"
 */
public record Vote(
    String policy,
    String type,
    boolean sampled,
    boolean failed,
    String measured,
    String threshold) {

  public Vote {
    if (sampled && failed) {
      throw new IllegalArgumentException("what failed has no vote");
    }
  }

  /** A vote that did not fail. */
  public Vote(String policy, String type, boolean sampled, String measured, String threshold) {
    this(policy, type, sampled, false, measured, threshold);
  }
}
