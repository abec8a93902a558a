package dev.tailspan.publisher.autoconfigure;

import dev.tailspan.publisher.debug.DebugSampler;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.function.DoubleFunction;

/**
 * A sampler of root spans with one number, {@code otel.traces.sampler.arg}: spans with a parent
 * follow it, and the debug mark wins over both.
 */
abstract class RootSamplerProvider implements ConfigurableSamplerProvider {
  private static final String ARGUMENT = "otel.traces.sampler.arg";

  private final String name;
  private final double usual;
  private final DoubleFunction<Sampler> root;

  RootSamplerProvider(String name, double usual, DoubleFunction<Sampler> root) {
    this.name = name;
    this.usual = usual;
    this.root = root;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final Sampler createSampler(ConfigProperties config) {
    try {
      double argument = config.getDouble(ARGUMENT, usual);
      return DebugSampler.over(Sampler.parentBased(root.apply(argument)));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(ARGUMENT + " of " + name + ": " + e.getMessage(), e);
    }
  }
}
