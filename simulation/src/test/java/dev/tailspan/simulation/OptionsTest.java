package dev.tailspan.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void aFailingSeedIsRunAgainAsItWasTold() {
    Options options =
        Options.parse("--seeds", "1", "--from", "12", "--traces", "2", "--faults", "kill,reshard");
    Scenario whole = Scenario.of(12);
    Scenario small = options.scenario(12);
    assertThat(small.traces()).isEqualTo(2);
    assertThat(small.kinds()).isSubsetOf(FaultKind.KILL, FaultKind.RESHARD);
    assertThat(whole.kinds()).containsAll(small.kinds());
    assertThat(Options.parse("--faults", "none").scenario(12).kinds()).isEmpty();
    assertThat(Options.list(Set.of(FaultKind.RESHARD, FaultKind.KILL))).isEqualTo("reshard,kill");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --seed 3            | there is no option --seed
          --seeds             | --seeds needs a value
          --seeds 0           | --seeds must be a whole number above 0, but is 0
          --from x            | --from must be a whole number, but is x
          --faults kill,crash | there is no fault crash
          """)
  void aMistakeIsNamed(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(line.split(" ")))
        .withMessageStartingWith(message);
  }
}
