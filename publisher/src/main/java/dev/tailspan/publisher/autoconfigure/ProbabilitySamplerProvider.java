package dev.tailspan.publisher.autoconfigure;

import dev.tailspan.publisher.sampling.ConsistentSampler;

/** {@code otel.traces.sampler=tailspan_probability}: a share of all traces. */
public final class ProbabilitySamplerProvider extends RootSamplerProvider {
  public ProbabilitySamplerProvider() {
    super("tailspan_probability", 1, ConsistentSampler::probability);
  }
}
