package dev.tailspan.trace;

import java.util.List;

/**
 * What a list of traces shows of one. Times in nanoseconds.
 *
 * @param rootService service of the root span, or of the earliest span when the root is missing
 * @param rootName name of that span
 * @param startTimeUnixNano earliest start, unsigned
 * @param durationNanos latest end minus earliest start, never negative
 * @param services names of all services, sorted, at most 50
 * @param operations "service\nspan name" of all spans, distinct, sorted, at most 100
 * @param flags what is odd about it, in the words of {@code TraceFlag}, sorted
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
  public TraceSummary {
    services = List.copyOf(services);
    operations = List.copyOf(operations);
    flags = List.copyOf(flags);
  }
}
