package dev.tailspan.publisher.debug;

import dev.tailspan.publisher.sampling.OtelTraceState;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** The mark as it travels: in the context from the header on, in the tracestate from a span on. */
final class DebugMark {
  /** The member that travels with the trace, also through services that know nothing of it. */
  private static final String STATE_KEY = "tailspan";

  private static final String STATE_VALUE = "debug";

  private static final ContextKey<Boolean> KEY = ContextKey.named("tailspan-debug");

  private DebugMark() {}

  static Context put(Context context) {
    return context.with(KEY, true);
  }

  static boolean isIn(Context context) {
    return context.get(KEY) != null
        || isIn(Span.fromContext(context).getSpanContext().getTraceState());
  }

  /** With the mark, and as sampled with certainty. */
  static TraceState in(TraceState traceState) {
    TraceState marked =
        isIn(traceState) ? traceState : traceState.toBuilder().put(STATE_KEY, STATE_VALUE).build();
    return OtelTraceState.certain(marked);
  }

  static boolean isIn(TraceState traceState) {
    return STATE_VALUE.equals(traceState.get(STATE_KEY));
  }
}
