package dev.tailspan.publisher.sampling;

import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The member {@code ot} of a tracestate: {@code rv}, the trace's randomness where it is not that of
 * its id, {@code th}, the threshold it was sampled with, and what others have put there. What does
 * not follow the specification is void as a whole, as it is for the Collector.
 */
public final class OtelTraceState {
  private static final String KEY = "ot";
  private static final int DIGITS = 14;
  private static final int LONGEST = 256;
  private static final Pattern PART = Pattern.compile("([a-z][a-z0-9]*):([a-zA-Z0-9._-]*)");
  private static final Pattern RANDOMNESS = Pattern.compile("[0-9a-fA-F]{14}");
  private static final Pattern THRESHOLD = Pattern.compile("[0-9a-fA-F]{1,14}");
  private static final OtelTraceState NONE = new OtelTraceState("", List.of());
  private static final String CERTAIN = "th:0";

  private final String randomness;
  private final List<String> others;

  private OtelTraceState(String randomness, List<String> others) {
    this.randomness = randomness;
    this.others = others;
  }

  /** The tracestate of a span that is sampled with certainty, so stands for itself alone. */
  public static TraceState certain(TraceState traceState) {
    return CERTAIN.equals(traceState.get(KEY)) ? traceState : of(traceState).in(traceState, 0);
  }

  static OtelTraceState of(TraceState traceState) {
    String value = traceState.get(KEY);
    if (value == null || value.isEmpty() || value.length() > LONGEST) {
      return NONE;
    }
    String randomness = "";
    List<String> others = new ArrayList<>();
    for (String part : value.split(";", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        return NONE;
      }
      String text = matcher.group(2);
      switch (matcher.group(1)) {
        case "rv" -> {
          if (!RANDOMNESS.matcher(text).matches()) {
            return NONE;
          }
          randomness = text;
        }
        case "th" -> {
          if (!THRESHOLD.matcher(text).matches()) {
            return NONE;
          }
        }
        default -> others.add(part);
      }
    }
    return new OtelTraceState(randomness, others);
  }

  /** 56 bits: what it says, else the end of the trace id (W3C Trace Context level 2). */
  long randomness(String traceId) {
    return randomness.isEmpty()
        ? HexFormat.fromHexDigitsToLong(traceId, traceId.length() - DIGITS, traceId.length())
        : HexFormat.fromHexDigitsToLong(randomness);
  }

  /** The state with this threshold in place of the one before. */
  TraceState in(TraceState traceState, long threshold) {
    return with(traceState, "th:" + digits(threshold));
  }

  /** The state without a threshold: nothing was sampled. */
  TraceState withoutThreshold(TraceState traceState) {
    return with(traceState, "");
  }

  private TraceState with(TraceState traceState, String threshold) {
    List<String> parts = new ArrayList<>();
    if (!randomness.isEmpty()) {
      parts.add("rv:" + randomness);
    }
    if (!threshold.isEmpty()) {
      parts.add(threshold);
    }
    parts.addAll(others);
    String value = String.join(";", parts);
    if (value.isEmpty()) {
      return traceState.get(KEY) == null ? traceState : traceState.toBuilder().remove(KEY).build();
    }
    return traceState.toBuilder().put(KEY, value).build();
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
