package dev.tailspan.policy;

import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Collector's feature gates that change what a policy file means, written as for its option
 * {@code --feature-gates}: names separated by commas, {@code -} in front turns one off.
 *
 * @param useTraceState {@code processor.tailsamplingprocessor.usetracestate}: probabilistic
 *     policies follow the randomness in {@code ot=rv} where a trace carries sampling information,
 *     and rate limits cut a round's traces at one threshold
 * @param recordPolicy {@code processor.tailsamplingprocessor.recordpolicy}: accepted and always on,
 *     as every kept trace carries its policy here
 */
public record FeatureGates(boolean useTraceState, boolean recordPolicy) {
  /** As the Collector starts. */
  public static final FeatureGates DEFAULT = new FeatureGates(false, false);

  private static final String PREFIX = "processor.tailsamplingprocessor.";
  private static final String USE_TRACE_STATE = PREFIX + "usetracestate";
  private static final String RECORD_POLICY = PREFIX + "recordpolicy";

  /** The processor's other gates: its own metrics and storage, which decide nothing. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          PREFIX + "metricstatcountbytessampled",
          PREFIX + "metricstatcountspanssampled",
          PREFIX + "tailstorageextension");

  private static final List<String> KNOWN =
      Stream.concat(Stream.of(RECORD_POLICY, USE_TRACE_STATE), WITHOUT_EFFECT.stream()).toList();

  /**
   * Reads the option's value; of a name that stands there twice the last one counts. An empty list
   * changes nothing, an empty name in one is a mistake, as it is to the Collector.
   *
   * @throws IllegalArgumentException naming a gate that does not exist
   */
  public static FeatureGates parse(String list) {
    boolean useTraceState = false;
    boolean recordPolicy = false;
    if (list.isBlank()) {
      return DEFAULT;
    }
    for (String part : list.split(",", -1)) {
      String text = part.strip();
      if (text.isEmpty()) {
        throw new IllegalArgumentException("the list of feature gates has an empty name in it");
      }
      boolean on = text.charAt(0) != '-';
      String name = text.charAt(0) == '-' || text.charAt(0) == '+' ? text.substring(1) : text;
      switch (name) {
        case USE_TRACE_STATE -> useTraceState = on;
        case RECORD_POLICY -> recordPolicy = on;
        default -> {
          if (!WITHOUT_EFFECT.contains(name)) {
            throw new IllegalArgumentException(unknown(name));
          }
        }
      }
    }
    return new FeatureGates(useTraceState, recordPolicy);
  }

  private static String unknown(String name) {
    String nearest = Nearest.to(name, KNOWN);
    return "there is no feature gate "
        + Excerpt.quoted(name)
        + (nearest.isEmpty() ? "; there are " + String.join(", ", KNOWN) : "")
        + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?");
  }

  /** The names of those that are turned on. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (useTraceState) {
      names.add(USE_TRACE_STATE);
    }
    if (recordPolicy) {
      names.add(RECORD_POLICY);
    }
    return names;
  }

  /** What of the gates makes two readings of the same file decide differently. */
  String trail() {
    return useTraceState ? USE_TRACE_STATE + '\n' : "";
  }
}
