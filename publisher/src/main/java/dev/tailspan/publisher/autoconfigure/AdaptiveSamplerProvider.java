package dev.tailspan.publisher.autoconfigure;

import dev.tailspan.publisher.sampling.ConsistentSampler;

/** {@code otel.traces.sampler=tailspan_adaptive}: traces a second of every operation. */
public final class AdaptiveSamplerProvider extends RootSamplerProvider {
  public AdaptiveSamplerProvider() {
    super("tailspan_adaptive", 1, ConsistentSampler::adaptive);
  }
}
