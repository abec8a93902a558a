package dev.tailspan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final Scenario LARGE =
      Scenario.of(7).with(EnumSet.allOf(FaultKind.class)).with(24);

  @Test
  void onlyWhatIsNeededToFailIsLeft() {
    Scenario small =
        new Shrinker(
                scenario -> {
                  Tally tally = new Tally();
                  if (scenario.has(FaultKind.KILL) && scenario.traces() >= 5) {
                    tally.wrong(Tally.Wrong.LOST, "something");
                  }
                  return tally;
                })
            .shrink(LARGE);
    assertThat(small.kinds()).isEqualTo(Set.of(FaultKind.KILL));
    assertThat(small.traces()).isEqualTo(5);
  }

  @Test
  void whatFailsInAnotherWayIsNotTheSameFailure() {
    Scenario small =
        new Shrinker(
                scenario -> {
                  Tally tally = new Tally();
                  boolean killed = scenario.has(FaultKind.KILL);
                  tally.wrong(killed ? Tally.Wrong.LOST : Tally.Wrong.STUCK, "something");
                  return tally;
                })
            .shrink(LARGE);
    assertThat(small.kinds()).isEqualTo(Set.of(FaultKind.KILL));
  }

  @Test
  void aScenarioThatDoesNotFailStaysAsItIs() {
    assertThat(new Shrinker(scenario -> new Tally()).shrink(LARGE)).isEqualTo(LARGE);
  }
}
