package dev.tailspan.policy;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.text.W3cTraceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes into the spans of a kept trace what kept it, where consumers of OpenTelemetry look for it:
 * the policy as an attribute of the scope (as the processor's gate {@code recordpolicy} does), the
 * weight as {@code ot=th} in the tracestate (as the Collector's {@code pkg/sampling} writes it).
 */
public final class SamplingMark {
  /** The scope's attribute that names the policy. */
  public static final String ATTRIBUTE = "tailsampling.policy";

  private static final String MEMBER = "ot";
  private static final int DIGITS = 14;

  /** One fewer than the W3C allows, as there; blank ones count. */
  private static final int MOST_ENTRIES = 31;

  private SamplingMark() {}

  /**
   * The spans with their marks, in their order; those given stay as they are.
   *
   * @param adjustedCount how many traces it stands for, at least 1; 0 for one that stands for none,
   *     which leaves the tracestate as it is
   */
  public static List<Span> on(List<Span> spans, String policy, double adjustedCount) {
    Map<Scope, Scope> scopes = new IdentityHashMap<>();
    Map<String, String> states = new HashMap<>();
    return spans.stream()
        .map(
            span ->
                span.toBuilder()
                    .scope(scopes.computeIfAbsent(span.scope(), scope -> named(scope, policy)))
                    .traceState(
                        states.computeIfAbsent(
                            span.traceState(), received -> traceState(received, adjustedCount)))
                    .build())
        .toList();
  }

  private static Scope named(Scope scope, String policy) {
    List<KeyValue> entries = new ArrayList<>(scope.attributes().entries());
    entries.removeIf(entry -> entry.key().equals(ATTRIBUTE));
    entries.add(new KeyValue(ATTRIBUTE, new AttributeValue.StringValue(policy)));
    return new Scope(
        scope.name(),
        scope.version(),
        new Attributes(entries),
        scope.droppedAttributesCount(),
        scope.schemaUrl());
  }

  /** As received where it is not valid, has no room, or has a threshold that is stricter. */
  static String traceState(String received, double adjustedCount) {
    Map<String, String> members = W3cTraceState.members(withoutBlanks(received));
    if (members == null
        || adjustedCount == 0
        || received.length() > OtelTraceState.LONGEST_STATE
        || received.chars().filter(c -> c == ',').count() >= MOST_ENTRIES) {
      return received;
    }
    String value = members.remove(MEMBER);
    OtelTraceState before = value == null ? null : OtelTraceState.ofValue(value);
    long threshold = threshold(adjustedCount);
    if (value != null && before == null
        || before != null && before.threshold().orElse(0) > threshold) {
      return received;
    }
    StringBuilder marked = new StringBuilder(MEMBER).append('=');
    marked.append(join(value == null ? "" : value, "th:" + digits(threshold)));
    members.forEach((key, other) -> marked.append(',').append(key).append('=').append(other));
    String result = marked.toString();
    return OtelTraceState.of(result).threshold().isPresent() ? result : received;
  }

  /** Blank entries are allowed there, and blanks around the others. */
  private static String withoutBlanks(String received) {
    return Arrays.stream(received.split(",", -1))
        .map(SamplingMark::trim)
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(","));
  }

  /** Only the blanks that the W3C knows: space and tab. */
  private static String trim(String entry) {
    int from = 0;
    int to = entry.length();
    while (from < to && (entry.charAt(from) == ' ' || entry.charAt(from) == '\t')) {
      from++;
    }
    while (from < to && (entry.charAt(to - 1) == ' ' || entry.charAt(to - 1) == '\t')) {
      to--;
    }
    return entry.substring(from, to);
  }

  /** Randomness first, then the threshold, then what else there is; of doubles the last counts. */
  private static String join(String value, String threshold) {
    Map<Boolean, List<String>> parts =
        Arrays.stream(value.split(";"))
            .filter(part -> !part.isEmpty() && !part.startsWith("th:"))
            .collect(Collectors.partitioningBy(part -> part.startsWith("rv:")));
    List<String> randomness = parts.getOrDefault(true, List.of());
    List<String> all = new ArrayList<>();
    all.addAll(randomness.subList(Math.max(0, randomness.size() - 1), randomness.size()));
    all.add(threshold);
    all.addAll(parts.getOrDefault(false, List.of()));
    return String.join(";", all);
  }

  private static long threshold(double adjustedCount) {
    double share = Math.min(1, 1 / adjustedCount);
    long passing = Math.max(1, Math.round(OtelTraceState.NEVER * share));
    return OtelTraceState.NEVER - passing;
  }

  private static String digits(long threshold) {
    String digits = HexFormat.of().toHexDigits(threshold, DIGITS);
    int end = DIGITS;
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }
}
