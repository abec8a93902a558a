package dev.tailspan.trace;

/**
 * Time on the critical path that is a span's own.
 *
 * @param span its index in {@link TraceAnalysis#spans()}
 * @param startNanos since the start of the trace
 * @param endNanos since the start of the trace, after startNanos
 */
public record PathSection(int span, long startNanos, long endNanos) {
  public long nanos() {
    return endNanos - startNanos;
  }
}
