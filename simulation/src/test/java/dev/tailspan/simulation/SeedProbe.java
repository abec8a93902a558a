package dev.tailspan.simulation;

import java.util.function.LongFunction;

/** Runs a seed for whoever has another class loader. */
public final class SeedProbe implements LongFunction<String> {
  @Override
  public String apply(long seed) {
    return String.join("; ", Seeds.run(seed).messages());
  }
}
