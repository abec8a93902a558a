package dev.tailspan.publisher.debug;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header {@code X-Debug-Trace} and passes it on. Belongs beside {@code tracecontext}, and
 * does nothing without {@link DebugSampler}.
 */
public final class DebugPropagator implements TextMapPropagator {
  /** The header's name; its value is {@code true} or {@code 1}. */
  public static final String HEADER = "X-Debug-Trace";

  private static final DebugPropagator INSTANCE = new DebugPropagator();

  private DebugPropagator() {}

  public static DebugPropagator getInstance() {
    return INSTANCE;
  }

  @Override
  public Collection<String> fields() {
    return List.of(HEADER);
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    if (DebugMark.isIn(context)) {
      setter.set(carrier, HEADER, "true");
    }
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    String value = getter.get(carrier, HEADER);
    return value != null && isTrue(value.trim()) ? DebugMark.put(context) : context;
  }

  private static boolean isTrue(String value) {
    return value.equalsIgnoreCase("true") || value.equals("1");
  }

  @Override
  public String toString() {
    return "DebugPropagator";
  }
}
