package dev.tailspan.trace;

import dev.tailspan.model.Span;
import dev.tailspan.model.Status;

/**
 * The span with the most time on the critical path.
 *
 * @param span its index in {@link TraceAnalysis#spans()}
 * @param nanos its own time on the critical path
 * @param pathNanos length of the critical path
 * @param operationSpans spans of the same service and name on the critical path, itself included
 * @param operationNanos time of these on the critical path
 * @param sentence all this for people; the names in it are as received, cut to {@value
 *     TraceSummary#MAX_TEXT} characters
 */
public record Bottleneck(
    int span,
    long nanos,
    long pathNanos,
    int operationSpans,
    long operationNanos,
    String sentence) {

  static Bottleneck of(TraceAnalysis analysis, int span) {
    Span slowest = analysis.spans().get(span);
    long path = 0;
    long operation = 0;
    int count = 0;
    for (int i = 0; i < analysis.spans().size(); i++) {
      long nanos = analysis.criticalNanos(i);
      path += nanos;
      Span other = analysis.spans().get(i);
      if (nanos > 0
          && other.name().equals(slowest.name())
          && other.serviceName().equals(slowest.serviceName())) {
        operation += nanos;
        count++;
      }
    }
    long nanos = analysis.criticalNanos(span);
    StringBuilder sentence = new StringBuilder();
    sentence
        .append(TraceSummary.cut(slowest.serviceName()))
        .append(' ')
        .append(TraceSummary.cut(slowest.name()))
        .append(" took ")
        .append(share(nanos, path));
    if (count > 1) {
      sentence.append(", its ").append(count).append(" spans together ");
      sentence.append(share(operation, path));
    }
    if (slowest.status().code() == Status.Code.ERROR) {
      sentence.append(", and failed");
    }
    return new Bottleneck(span, nanos, path, count, operation, sentence.toString());
  }

  private static String share(long nanos, long path) {
    return "%s of %s (%d %%)"
        .formatted(DurationText.of(nanos), DurationText.of(path), Math.round(100.0 * nanos / path));
  }
}
