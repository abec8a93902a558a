package dev.tailspan.publisher.autoconfigure;

import dev.tailspan.publisher.debug.DebugPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;

/** {@code otel.propagators=tracecontext,baggage,tailspan-debug}. */
public final class DebugPropagatorProvider implements ConfigurablePropagatorProvider {
  static final String NAME = "tailspan-debug";

  @Override
  public TextMapPropagator getPropagator(ConfigProperties config) {
    return DebugPropagator.getInstance();
  }

  @Override
  public String getName() {
    return NAME;
  }
}
