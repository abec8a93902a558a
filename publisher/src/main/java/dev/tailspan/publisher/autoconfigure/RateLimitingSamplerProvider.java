package dev.tailspan.publisher.autoconfigure;

import dev.tailspan.publisher.sampling.ConsistentSampler;

/** {@code otel.traces.sampler=tailspan_rate_limiting}: traces a second. */
public final class RateLimitingSamplerProvider extends RootSamplerProvider {
  public RateLimitingSamplerProvider() {
    super("tailspan_rate_limiting", 100, ConsistentSampler::rateLimiting);
  }
}
