package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.cli.Commands.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that the documentation of the Collector's processor shows, unchanged. */
class CollectorExamplesTest {
  @TempDir Path folder;

  private static Path example(String name) throws Exception {
    return Path.of(CollectorExamplesTest.class.getResource("collector/" + name + ".yaml").toURI());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"readme-all-policies", "readme-bytes-limiting", "testdata-tail_sampling_config"})
  void anExampleIsAccepted(String name) throws Exception {
    Outcome outcome = run("policy", "check", example(name), "--json");
    assertThat(outcome.json().path("problems")).isEmpty();
    assertThat(outcome.status()).isZero();
  }

  /** The processor refuses its own example for the same key: it has a block of another type. */
  @Test
  void thePracticalExampleIsRefusedForTheKeyTheProcessorRefuses() throws Exception {
    Path file = example("readme-practical-example");
    Outcome outcome = run("policy", "check", file, "--json");
    assertThat(outcome.status()).isEqualTo(1);
    JsonNode problems = outcome.json().path("problems");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path("field").asText())
        .isEqualTo("drop.drop_sub_policy[0].string_attribute.value");
    String mended =
        Files.readString(file)
            .replace(
                "string_attribute: { key: app.do_not_sample",
                "boolean_attribute: { key: app.do_not_sample");
    Path copy = Files.writeString(folder.resolve("mended.yaml"), mended);
    assertThat(run("policy", "check", copy).status()).isZero();
  }
}
