package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.local.cli.Commands.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} says of policies before it starts anything. */
class UpPoliciesTest {
  @TempDir Path folder;

  @Test
  void policiesThatAreRefusedAreSaidWithTheirPlacesAndNothingIsStarted() throws Exception {
    Path file = folder.resolve("p.yaml");
    Files.writeString(
        file,
        """
        policies:
          - {name: x, type: no_such_type}
          - {name: "${env:PATH}", type: always_sample}
        """);
    Outcome outcome = run("up", "--policies", file);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .contains(file + ":2:21: error: policy x, type: ")
        .contains(file + ":3:12: error: policy #2, name: ${env:PATH} refers to an environment")
        .doesNotContain("Starting");
    assertThat(outcome.err()).isEqualTo("tailspan: " + file + ": these policies are refused\n");
  }

  @Test
  void theProcessorIsLookedForInThePoliciesGiven() throws Exception {
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, "processors:\n  tail_sampling/a: {policies: []}\n");
    Outcome outcome = run("up", "--policies", file, "--name", "tail_sampling/b");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("There is no processor tail_sampling/b");
  }

  @Test
  void optionsThatCannotBeAreNotUnderstood() {
    assertThat(run("up", "--name", "b"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "tailspan: --name says which processor of a file: give --policies FILE too\n"));
    assertThat(run("up", "--name", "a b", "--policies", "x").err())
        .startsWith("tailspan: --name is no name of a processor");
    assertThat(run("up", "--feature-gates", "banana").err())
        .startsWith("tailspan: --feature-gates: there is no feature gate \"banana\"");
    assertThat(run("up", "--policies", folder.resolve("none.yaml")).status()).isEqualTo(1);
  }
}
