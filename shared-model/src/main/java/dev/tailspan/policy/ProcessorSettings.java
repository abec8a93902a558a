package dev.tailspan.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The processor's settings that mean something here. */
record ProcessorSettings(
    List<String> names,
    Optional<Duration> quiet,
    Optional<Duration> afterRoot,
    Processor processor) {
  ProcessorSettings {
    names = List.copyOf(names);
  }
}
