package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.cli.Commands.Outcome;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("policies.yaml");
  }

  private void write(String yaml) throws Exception {
    Files.writeString(file, yaml);
  }

  @Test
  void aGoodFileIsAccepted() throws Exception {
    write(
        "policies:\n  - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}\n");
    Outcome outcome = run("policy", "check", file);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .matches(
            "\\Q"
                + file
                + "\\E: accepted: 1 policy, version [0-9a-f]{12}; 0 errors, 0 warnings, 0 notes\n");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlaceAndTheNearestKey() throws Exception {
    write(
        """
        tail_sampling:
          policies:
            - name: slow
              type: latency
              latency: {treshold_ms: 500}
            - name: bad
              type: status_code
              status_code: {status_codes: [ERORR]}
            - {name: odd, type: numeric_attribut}
        """);
    Outcome outcome = run("policy", "check", file);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .contains(file + ":5:17: error: policy slow, latency.treshold_ms: ")
        .contains("Did you mean threshold_ms?")
        .contains(file + ":8:36: error: policy bad, status_code.status_codes[0]: ")
        .contains("Did you mean ERROR?")
        .contains(file + ":9:25: error: policy odd, type: ")
        .contains("Did you mean numeric_attribute?")
        .contains(file + ": refused: 3 errors, ");
  }

  @Test
  void warningsAndNotesOfARefusedFileAreToldToo() throws Exception {
    write("num_traces: 5\npolicies:\n  - {name: a, type: latency}\n  - {name: a, type: latency}\n");
    Outcome outcome = run("policy", "check", file);
    assertThat(outcome.out())
        .contains(":1:13: note: num_traces: ")
        .contains("warning: policy a, latency.threshold_ms: ")
        .contains("error: policy a, name: The policy at line 3 has this name too.");
  }

  @Test
  void strictMakesWarningsErrors() throws Exception {
    write("policies:\n  - {name: all, type: latency}\n");
    assertThat(run("policy", "check", file).status()).isZero();
    Outcome strict = run("policy", "check", "--strict", file);
    assertThat(strict.status()).isEqualTo(1);
    assertThat(strict.out()).contains(" error: policy all, ").doesNotContain(" warning: ");
    assertThat(strict.out()).contains(": refused: ");
  }

  @Test
  void jsonNamesEveryPartOfAFinding() throws Exception {
    write("policies:\n  - {name: slow, type: latency, latency: {treshold_ms: 5}}\n");
    Outcome outcome = run("policy", "check", file, "--json");
    assertThat(outcome.status()).isEqualTo(1);
    JsonNode json = outcome.json();
    assertThat(json.path("accepted").asBoolean(true)).isFalse();
    assertThat(Commands.JSON.convertValue(json.path("problems").get(0), Map.class))
        .containsEntry("file", file.toString())
        .containsEntry("line", 2)
        .containsEntry("column", 43)
        .containsEntry("policy", "slow")
        .containsEntry("field", "latency.treshold_ms")
        .containsEntry("suggestion", "threshold_ms")
        .containsKey("message");
    assertThat(json.path("warnings")).isNotEmpty();
  }

  @Test
  void jsonOfAGoodFileNamesItsPolicies() throws Exception {
    write("num_traces: 9\npolicies:\n  - {name: all, type: always_sample}\n");
    JsonNode json = run("policy", "check", file, "--json").json();
    assertThat(json.path("accepted").asBoolean()).isTrue();
    assertThat(json.path("version").asText()).matches("[0-9a-f]{12}");
    assertThat(json.path("policies")).hasSize(1);
    assertThat(json.path("problems")).isEmpty();
    assertThat(json.path("notes")).hasSize(1);
  }

  @Test
  void strictWarningsAreProblemsInJson() throws Exception {
    write("policies:\n  - {name: all, type: latency}\n");
    JsonNode json = run("policy", "check", file, "--json", "--strict").json();
    assertThat(json.path("accepted").asBoolean(true)).isFalse();
    assertThat(json.path("problems")).isNotEmpty();
    assertThat(json.path("warnings")).isEmpty();
  }

  @Test
  void oneOfSeveralProcessorsIsNamed() throws Exception {
    write(
        """
        processors:
          batch: {}
          tail_sampling/a: {policies: [{name: x, type: always_sample}]}
          tail_sampling/b: {policies: [{name: y, type: always_sample}]}
        """);
    Outcome unnamed = run("policy", "check", file);
    assertThat(unnamed.status()).isEqualTo(1);
    assertThat(unnamed.out()).contains("tail_sampling/a, tail_sampling/b");
    JsonNode json = run("policy", "check", file, "--name", "tail_sampling/b", "--json").json();
    assertThat(json.path("policies").get(0).asText()).isEqualTo("y");
    assertThat(run("policy", "check", file, "--name=a").status()).isZero();
    assertThat(run("policy", "check", file, "--name=c").status()).isEqualTo(1);
  }

  @Test
  void referencesAreReplacedFromTheEnvironment() throws Exception {
    String name =
        System.getenv().keySet().stream()
            .filter(n -> n.matches("[A-Z]+"))
            .findFirst()
            .orElseThrow();
    write("policies:\n  - {name: \"p-${env:" + name + "}\", type: always_sample}\n");
    JsonNode json = run("policy", "check", file, "--json").json();
    assertThat(json.path("policies").get(0).asText()).isEqualTo("p-" + System.getenv(name));
    assertThat(json.path("notes")).hasSize(1);
    assertThat(json.path("notes").get(0).path("line").asInt()).isEqualTo(2);
    assertThat(json.path("notes").get(0).path("message").asText())
        .contains("a deployed file has none and is refused");
  }

  @Test
  void theVersionIsTheOneThatADeploymentWithTheseGatesHas() throws Exception {
    String yaml = "policies:\n  - {name: all, type: always_sample}\n";
    String gate = "processor.tailsamplingprocessor.usetracestate";
    write(yaml);
    JsonNode json = run("policy", "check", file, "--feature-gates", gate, "--json").json();
    PolicyReading deployed = new PolicyReading(Optional.empty(), FeatureGates.parse(gate));
    assertThat(json.path("version").asText())
        .isEqualTo(deployed.read(yaml.getBytes(StandardCharsets.UTF_8)).version());
    assertThat(run("policy", "check", file, "--feature-gates", gate + "s").status()).isEqualTo(2);
  }

  @Test
  void aReferenceToNothingIsAMistakeWithItsPlace() throws Exception {
    write("policies:\n  - {name: \"${env:NO_SUCH_NAME_HERE}\", type: always_sample}\n");
    Outcome outcome = run("policy", "check", file);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains(":2:12: error: ").contains("NO_SUCH_NAME_HERE is not set");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() throws Exception {
    Outcome outcome = run("policy", "check", file);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("tailspan: " + file + ": no such file\n");
    assertThat(run("policy", "check", folder).err())
        .isEqualTo("tailspan: " + folder + ": is a folder\n");
    Outcome json = run("policy", "check", file, "--json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.json().path("error").asText()).isEqualTo(file + ": no such file");
  }

  @Test
  void whatWouldMoveTheCursorIsNotSent() throws Exception {
    file = folder.resolve("p\u001b[2J.yaml");
    write("policies:\n  - {name: \"a\\e[2Jb\", type: latency}\n");
    assertThat(run("policy", "check", file).out())
        .contains("p\\u{1b}[2J.yaml:2:5: warning: policy a")
        .doesNotContain("\u001b");
  }

  @Test
  void whatIsNotUnderstoodIsStatus2() {
    assertThat(run("policy"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "tailspan: policy needs check, test or replay; see './tailspan help policy'\n"));
    assertThat(run("policy", "chek", file).err())
        .isEqualTo(
            "tailspan: unknown command 'policy chek' (did you mean 'policy check'?);"
                + " see './tailspan help'\n");
    assertThat(run("policy", "check"))
        .isEqualTo(
            new Outcome(
                2, "", "tailspan: policy check needs FILE; see './tailspan help policy check'\n"));
    assertThat(run("policy", "check", file, "--strickt").status()).isEqualTo(2);
  }

  @Test
  void theHelpIsThereForOneAndForBoth() {
    assertThat(run("help", "policy").out())
        .isEqualTo(run("policy", "--help").out())
        .contains("policy check")
        .contains("policy test");
    assertThat(run("help", "policy", "check").out())
        .isEqualTo(run("policy", "check", "-h").out())
        .contains("--strict")
        .doesNotContain("--cases");
  }
}
