package dev.tailspan.lookup;

import dev.tailspan.model.Status;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a search asks for; everything that is set must hold.
 *
 * @param service a service the trace touches
 * @param operation a span name in it (of that service, where one is given)
 * @param minDurationNanos of the whole trace, inclusive
 * @param maxDurationNanos inclusive
 * @param status ERROR: has a span with an error; OK or UNSET: has none
 * @param attributes key and value as text, each on some span or resource of the trace
 * @param startMillis earliest start of the trace, epoch milliseconds, inclusive
 * @param endMillis latest start, exclusive
 * @param limit most traces on a page
 * @param cursor where the page before ended
 */
public record TraceQuery(
    Optional<String> service,
    Optional<String> operation,
    OptionalLong minDurationNanos,
    OptionalLong maxDurationNanos,
    Optional<Status.Code> status,
    Map<String, String> attributes,
    long startMillis,
    long endMillis,
    int limit,
    Optional<SearchCursor> cursor) {
  public TraceQuery {
    attributes = Map.copyOf(attributes);
  }

  /** The same with smaller or larger pages. */
  public TraceQuery withLimit(int wanted) {
    return new TraceQuery(
        service,
        operation,
        minDurationNanos,
        maxDurationNanos,
        status,
        attributes,
        startMillis,
        endMillis,
        wanted,
        cursor);
  }
}
