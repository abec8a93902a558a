package dev.tailspan.simulation;

import dev.tailspan.simulation.Tally.Wrong;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes a failing scenario smaller: fewer kinds of faults, fewer traces, wrong in the same way. */
final class Shrinker {
  private static final int MOST_RUNS = 200;

  private final Function<Scenario, Tally> run;
  private int runs;

  Shrinker(Function<Scenario, Tally> run) {
    this.run = run;
  }

  /** The smallest that was found; the scenario itself when it does not fail. */
  Scenario shrink(Scenario scenario) {
    Optional<Wrong> how = wrong(run.apply(scenario));
    return how.isEmpty() ? scenario : fewerTraces(fewerKinds(scenario, how.get()), how.get());
  }

  private Scenario fewerKinds(Scenario scenario, Wrong how) {
    Scenario smallest = scenario;
    for (FaultKind kind : FaultKind.values()) {
      if (smallest.has(kind)) {
        Set<FaultKind> fewer = EnumSet.noneOf(FaultKind.class);
        fewer.addAll(smallest.kinds());
        fewer.remove(kind);
        Scenario smaller = smallest.with(fewer);
        smallest = stillFails(smaller, how) ? smaller : smallest;
      }
    }
    return smallest;
  }

  private Scenario fewerTraces(Scenario scenario, Wrong how) {
    Scenario smallest = scenario;
    for (int traces = scenario.traces() / 2; traces >= 1; traces /= 2) {
      Scenario smaller = smallest.with(traces);
      if (!stillFails(smaller, how)) {
        break;
      }
      smallest = smaller;
    }
    while (smallest.traces() > 1 && stillFails(smallest.with(smallest.traces() - 1), how)) {
      smallest = smallest.with(smallest.traces() - 1);
    }
    return smallest;
  }

  private boolean stillFails(Scenario scenario, Wrong how) {
    return runs++ < MOST_RUNS && run.apply(scenario).count(how) > 0;
  }

  private static Optional<Wrong> wrong(Tally tally) {
    return Arrays.stream(Wrong.values()).filter(how -> tally.count(how) > 0).findFirst();
  }
}
