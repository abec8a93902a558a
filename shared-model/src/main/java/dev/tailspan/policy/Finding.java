package dev.tailspan.policy;

import java.util.Comparator;

/**
 * Something to be said about a policy file.
 *
 * @param line from 1; 0 when it concerns the file as a whole
 * @param column from 1, in characters; 0 as the line
 * @param policy the policy's name, its place in the list ("#2") when it has none, or empty
 * @param field the path of the key inside the policy or the processor's settings, such as {@code
 *     latency.threshold_ms}; may be empty
 * @param message one sentence
 * @param suggestion the nearest valid text, or empty
 */
public record Finding(
    int line, int column, String policy, String field, String message, String suggestion) {

  static final Comparator<Finding> BY_PLACE =
      Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

  /** All in one line: {@code 12:7 policy slow, latency.threshold_ms: ...}. */
  @Override
  public String toString() {
    return (line > 0 ? line + ":" + column + " " : "") + what();
  }

  /** All but the place: {@code policy slow, latency.threshold_ms: ...}. */
  public String what() {
    StringBuilder text = new StringBuilder();
    if (!policy.isEmpty()) {
      text.append("policy ").append(policy).append(field.isEmpty() ? ": " : ", ");
    }
    if (!field.isEmpty()) {
      text.append(field).append(": ");
    }
    text.append(message);
    if (!suggestion.isEmpty()) {
      text.append(" Did you mean ").append(suggestion).append('?');
    }
    return text.toString();
  }
}
