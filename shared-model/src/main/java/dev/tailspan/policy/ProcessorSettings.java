package dev.tailspan.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processor's settings that mean something here.
 *
 * @param outlines the policies as the file has them
 * @param beside the settings beside the policies as the file has them
 */
record ProcessorSettings(
    List<Policy> policies,
    List<PolicyOutline> outlines,
    Map<String, Object> beside,
    Optional<Duration> quiet,
    Optional<Duration> afterRoot,
    Processor processor) {
  ProcessorSettings {
    policies = List.copyOf(policies);
    outlines = List.copyOf(outlines);
  }

  List<String> names() {
    return policies.stream().map(Policy::name).toList();
  }

  boolean wantsBaseline() {
    return all()
        .anyMatch(p -> p instanceof PercentileLatencyPolicy || p instanceof ErrorRateChangePolicy);
  }

  /** Those any policy asks of the baseline. */
  Set<Double> quantiles() {
    return all()
        .filter(PercentileLatencyPolicy.class::isInstance)
        .map(policy -> ((PercentileLatencyPolicy) policy).quantile())
        .collect(Collectors.toSet());
  }

  private Stream<Policy> all() {
    return policies.stream().flatMap(ProcessorSettings::withParts);
  }

  private static Stream<Policy> withParts(Policy policy) {
    return Stream.concat(
        Stream.of(policy), policy.parts().stream().flatMap(ProcessorSettings::withParts));
  }
}
