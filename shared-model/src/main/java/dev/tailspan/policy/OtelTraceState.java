package dev.tailspan.policy;

import dev.tailspan.text.W3cTraceState;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ot} member of a W3C tracestate (OpenTelemetry, "TraceState: Probability Sampling"):
 * {@code rv}, the randomness of a trace, and {@code th}, the threshold it was sampled with so far.
 * Read as strictly as the Collector's {@code pkg/sampling}: with one wrong part all of it is void.
 *
 * @param randomness 56 bits
 * @param threshold 56 bits: sampled was what has at least this randomness
 */
record OtelTraceState(OptionalLong randomness, OptionalLong threshold) {
  /** One more than the largest randomness: the threshold that nothing passes. */
  static final long NEVER = 1L << 56;

  private static final OtelTraceState NONE =
      new OtelTraceState(OptionalLong.empty(), OptionalLong.empty());
  private static final int DIGITS = 14;
  private static final int LONGEST = 256;
  static final int LONGEST_STATE = 1024;

  /** Of a whole tracestate; empty where there is none or any of it is not valid. */
  static OtelTraceState of(String traceState) {
    if (!traceState.contains("ot=") || traceState.length() > LONGEST_STATE) {
      return NONE;
    }
    String value = W3cTraceState.value(traceState, "ot");
    OtelTraceState state = value == null ? null : ofValue(value);
    return state == null ? NONE : state;
  }

  /** Of the member's value; null where any of it is not valid. */
  static @Nullable OtelTraceState ofValue(String value) {
    if (value.length() > LONGEST) {
      return null;
    }
    OptionalLong randomness = OptionalLong.empty();
    OptionalLong threshold = OptionalLong.empty();
    for (String member : value.split(";", -1)) {
      int colon = member.indexOf(':');
      if (colon < 1 || !isKey(member.substring(0, colon)) || !isValue(member, colon + 1)) {
        return null;
      }
      String text = member.substring(colon + 1);
      if (member.startsWith("rv:")) {
        randomness = text.length() == DIGITS ? hex(text) : OptionalLong.empty();
        if (randomness.isEmpty()) {
          return null;
        }
      } else if (member.startsWith("th:")) {
        threshold = text.length() <= DIGITS ? hex(text) : OptionalLong.empty();
        if (threshold.isEmpty()) {
          return null;
        }
      }
    }
    return new OtelTraceState(randomness, threshold);
  }

  private static boolean isKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValue(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Digits of either case; zeros at the end may be left out. */
  private static OptionalLong hex(String text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : 0;
      if (digit < 0) {
        return OptionalLong.empty();
      }
      value = value << 4 | digit;
    }
    return OptionalLong.of(value);
  }

  /** Whether it says anything about sampling. */
  boolean isPresent() {
    return randomness.isPresent() || threshold.isPresent();
  }
}
