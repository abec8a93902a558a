package dev.tailspan.trace;

import java.util.List;

/**
 * What a list of traces shows of one. Times in nanoseconds. Texts are cut to {@value #MAX_TEXT}
 * characters each, so that a summary stays small whatever was received.
 *
 * @param rootService service of the root span (of the earliest root if there are several), or of
 *     the earliest span when the root is missing
 * @param rootName name of that span
 * @param startTimeUnixNano earliest start, unsigned, of the spans that have one; starts from the
 *     year 2262 on only count where there are no others (see {@link
 *     TraceFlag#FAR_FUTURE_TIMESTAMP}); 0 when no span has a start
 * @param durationNanos latest end minus earliest start of the same spans, never negative
 * @param services names of all services, sorted, at most {@value #MAX_SERVICES}
 * @param operations "service\nspan name" of all spans, distinct, sorted, at most {@value
 *     #MAX_OPERATIONS}
 * @param flags what is odd about it, in the words of {@link TraceFlag}, sorted
 */
public record TraceSummary(
    String rootService,
    String rootName,
    long startTimeUnixNano,
    long durationNanos,
    int spanCount,
    int errorCount,
    List<String> services,
    List<String> operations,
    List<String> flags) {
  public static final int MAX_SERVICES = 50;
  public static final int MAX_OPERATIONS = 100;
  public static final int MAX_TEXT = 256;

  public TraceSummary {
    services = List.copyOf(services);
    operations = List.copyOf(operations);
    flags = List.copyOf(flags);
  }

  /** At most {@value #MAX_TEXT} characters, never half a surrogate pair. */
  static String cut(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end);
  }
}
