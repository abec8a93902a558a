package dev.tailspan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SeedsTest {
  private static final int SEEDS = Integer.getInteger("tailspan.simulation.seeds", 300);

  @BeforeAll
  static void doNotLogFaults() {
    LogManager.getLogManager().reset();
  }

  @Test
  void nothingIsLostDuplicatedEarlyOrFlippedUnderFaults() {
    Tally total = new Tally();
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .mapToObj(Seeds::run)
        .forEach(
            tally -> {
              synchronized (total) {
                total.add(tally);
              }
            });
    System.out.println(Report.of(total, "1 to " + SEEDS));

    assertThat(total.messages()).isEmpty();
    assertThat(total.runs()).isEqualTo(SEEDS);
    assertThat(total.compares()).isPositive();
    assertThat(Arrays.stream(FaultKind.values()).filter(kind -> total.count(kind) == 0))
        .as("faults that never happened")
        .isEmpty();
  }

  @Test
  void aSeedRunsAlikeEachTime() {
    for (long seed : List.of(3L, 64L, 100L)) {
      Scenario scenario = Scenario.of(seed);
      Simulation.Result once = Simulation.run(scenario, seed == 64);
      Simulation.Result again = Simulation.run(scenario, seed == 64);
      assertThat(Report.of(again.tally(), "")).isEqualTo(Report.of(once.tally(), ""));
      assertThat(again.archive()).isEqualTo(once.archive());
    }
  }

  @Test
  void seedsDiffer() {
    assertThat(LongStream.range(0, 50).mapToObj(Scenario::of).map(Scenario::kinds).distinct())
        .hasSizeGreaterThan(45);
  }
}
