package dev.tailspan.publisher.autoconfigure;

import dev.tailspan.publisher.debug.DebugSampler;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * Who names the propagator gets the sampler that goes with it, over whatever sampler is configured:
 * a header that is read but not obeyed would look like a fault.
 */
public final class DebugCustomizerProvider implements AutoConfigurationCustomizerProvider {
  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer.addSamplerCustomizer(
        (sampler, config) ->
            config.getList("otel.propagators").contains(DebugPropagatorProvider.NAME)
                ? DebugSampler.over(sampler)
                : sampler);
  }

  /** Last, so that no other sampler stands before it. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }
}
