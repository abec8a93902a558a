package dev.tailspan.simulation;

import dev.tailspan.simulation.Tally.Wrong;

/** What comes of a seed. */
final class Seeds {
  /** Parquet takes a hundred times as long as plain OTLP. */
  private static final int PARQUET_EVERY = 64;

  private static final int COMPARED_EVERY = 4;

  private Seeds() {}

  static Tally run(long seed) {
    return run(Scenario.of(seed));
  }

  /**
   * Its scenario, and for every fourth the same traffic without faults, to compare the archives.
   */
  static Tally run(Scenario scenario) {
    boolean parquet = Math.floorMod(scenario.seed(), PARQUET_EVERY) == 0;
    Tally tally = new Tally();
    try {
      Simulation.Result stormy = Simulation.run(scenario, parquet);
      tally.add(stormy.tally());
      // What was given up or has expired is not in the archive, and rightly so.
      if (Math.floorMod(scenario.seed(), COMPARED_EVERY) == 0
          && stormy.tally().count(FaultKind.GIVEN_UP) == 0
          && stormy.tally().count(FaultKind.LONG_OUTAGE) == 0) {
        compare(stormy, Simulation.run(calm(scenario), parquet), tally);
      }
    } catch (RuntimeException e) {
      tally.wrong(Wrong.STUCK, "failed with " + e + " at " + where(e));
    }
    return tally;
  }

  private static Scenario calm(Scenario scenario) {
    return scenario.with(FaultKind.ofTrafficIn(scenario.kinds()));
  }

  private static void compare(Simulation.Result stormy, Simulation.Result calm, Tally tally) {
    tally.compared();
    if (!calm.archive().equals(stormy.archive())) {
      tally.wrong(
          Wrong.CHANGED,
          "archived "
              + stormy.archive().keySet()
              + ", and without faults "
              + calm.archive().keySet());
    }
  }

  private static String where(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "nowhere" : trace[0].toString();
  }
}
