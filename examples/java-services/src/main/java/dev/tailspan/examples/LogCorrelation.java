package dev.tailspan.examples;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts {@code trace_id} and {@code span_id} of the current span into the MDC, wherever a span is
 * made current, and takes them out with it. Add it before the first context is used;
 * OpenTelemetry's Java agent and its Logback instrumentation do the same by themselves.
 */
final class LogCorrelation implements ContextStorage {
  private static final String TRACE_ID = "trace_id";
  private static final String SPAN_ID = "span_id";

  private final ContextStorage storage;

  private LogCorrelation(ContextStorage storage) {
    this.storage = storage;
  }

  static void install() {
    ContextStorage.addWrapper(LogCorrelation::new);
  }

  @Override
  public Scope attach(Context context) {
    Context before = storage.current();
    Scope scope = storage.attach(context);
    show(context);
    return () -> {
      scope.close();
      show(before);
    };
  }

  private static void show(@Nullable Context context) {
    SpanContext span =
        context == null ? SpanContext.getInvalid() : Span.fromContext(context).getSpanContext();
    if (span.isValid()) {
      MDC.put(TRACE_ID, span.getTraceId());
      MDC.put(SPAN_ID, span.getSpanId());
    } else {
      MDC.remove(TRACE_ID);
      MDC.remove(SPAN_ID);
    }
  }

  @Override
  public @Nullable Context current() {
    return storage.current();
  }
}
