package dev.tailspan.block;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of a record that could be decoded.
 *
 * @param acceptedSpans how many spans go into blocks
 * @param rejected how many do not, by reason; in the order of the reasons
 */
public record Outcome(int acceptedSpans, Map<Rejection, Integer> rejected) {

  /** Why a span cannot be staged. */
  public enum Rejection {
    /** Not 16 bytes, also when there is none. */
    TRACE_ID_LENGTH("a trace id that is not 16 bytes long"),
    TRACE_ID_ZERO("a trace id of zeros"),
    /** Not 8 bytes, also when there is none. */
    SPAN_ID_LENGTH("a span id that is not 8 bytes long"),
    SPAN_ID_ZERO("a span id of zeros"),
    /** Neither 8 bytes nor none. */
    PARENT_SPAN_ID_LENGTH("a parent span id that is not 8 bytes long"),
    LINK_ID_LENGTH("a link with an id of a wrong length"),
    /** Beyond {@code Limits.maxSpanBytes}. */
    SPAN_TOO_LARGE("more bytes than a span may have");

    private final String words;

    Rejection(String words) {
      this.words = words;
    }
  }

  public Outcome {
    Map<Rejection, Integer> copy = new EnumMap<>(Rejection.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  public int rejectedSpans() {
    return rejected.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * A short code by which quarantine is counted: the first reason. Empty when all were accepted.
   */
  public String reason() {
    return rejected.isEmpty() ? "" : rejected.keySet().iterator().next().name();
  }

  /** One sentence for people, e.g. "2 of 5 spans rejected: 2 with a span id of zeros". */
  public String describe() {
    int total = acceptedSpans + rejectedSpans();
    return String.format(Locale.ROOT, "%d of %d spans rejected: ", rejectedSpans(), total)
        + rejected.entrySet().stream()
            .map(e -> e.getValue() + " with " + e.getKey().words)
            .collect(Collectors.joining(", "));
  }
}
