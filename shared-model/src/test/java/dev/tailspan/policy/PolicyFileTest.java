package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.problems;
import static dev.tailspan.policy.TraceKit.with;
import static dev.tailspan.policy.TraceKit.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file may look like as a whole. */
class PolicyFileTest {
  private static final String ONE = "policies: [{name: all, type: always_sample}]";

  private static final byte[] CONFIGURATION =
      yaml(
          "receivers: {otlp: {protocols: {grpc: {endpoint: \"${env:HOST}:4317\"}}}}",
          "processors:",
          "  batch:",
          "  tail_sampling:",
          "    decision_wait: 10s",
          "    " + ONE,
          "service: {pipelines: {traces: {processors: [tail_sampling, batch]}}}");

  private static final byte[] SEVERAL =
      yaml(
          "processors:",
          "  tail_sampling/errors:",
          "    policies: [{name: e, type: always_sample}]",
          "  tail_sampling:",
          "    policies: [{name: plain, type: always_sample}]",
          "  tail_sampling_other: {}");

  @Test
  void theBlockItselfIsTaken() throws PolicyFileException {
    assertThat(PolicyFile.parse(yaml("tail_sampling: {" + ONE + "}")).policies())
        .containsExactly("all");
  }

  @Test
  void itsContentsAloneAreTaken() throws PolicyFileException {
    assertThat(PolicyFile.parse(yaml(ONE)).policies()).containsExactly("all");
  }

  @Test
  void aWholeCollectorConfigurationIsTaken() throws PolicyFileException {
    PolicyFile file = PolicyFile.parse(CONFIGURATION);

    assertThat(file.policies()).containsExactly("all");
    assertThat(file.quiet()).contains(Duration.ofSeconds(10));
    assertThat(file.decide(plain()).sampled()).isTrue();
  }

  @Test
  void ofSeveralProcessorsOneMustBeNamed() throws PolicyFileException {
    assertThat(problems(SEVERAL))
        .extracting(Finding::toString)
        .containsExactly(
            "1:1 processors: There are several processors; say which of tail_sampling/errors,"
                + " tail_sampling is meant.");
    assertThat(PolicyFile.parse(SEVERAL, "errors").policies()).containsExactly("e");
    assertThat(PolicyFile.parse(SEVERAL, "tail_sampling/errors").policies()).containsExactly("e");
    assertThat(PolicyFile.parse(SEVERAL, "tail_sampling").policies()).containsExactly("plain");
    assertThat(PolicyFile.parse(SEVERAL, "").policies()).containsExactly("plain");
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> PolicyFile.parse(SEVERAL, "error"))
        .isInstanceOf(PolicyFileException.class)
        .hasMessageContaining("There is no processor error")
        .hasMessageContaining("Did you mean errors?");
    assertThatThrownBy(() -> PolicyFile.parse(yaml(ONE), "errors"))
        .hasMessageContaining("no processor, so there is no errors in it");
  }

  @Test
  void aConfigurationWithoutTheProcessorIsRefused() {
    assertThat(problems(yaml("processors: {batch: {}}")))
        .singleElement()
        .extracting(Finding::toString)
        .isEqualTo("1:1 processors: There is no processor tail_sampling here.");
  }

  @Test
  void somethingElseIsRefused() {
    assertThat(problems(yaml("polices: []")))
        .singleElement()
        .extracting(Finding::toString)
        .isEqualTo(
            "1:1 Neither tail_sampling: nor processors: nor policies: stands here. Did you mean"
                + " policies?");
    assertThat(problems(yaml("[1, 2]"))).hasSize(1);
    assertThat(problems(yaml("text"))).hasSize(1);
    assertThat(problems(yaml("")))
        .extracting(Finding::message)
        .containsExactly("The file is empty.");
  }

  @Test
  void aByteOrderMarkIsNoTrouble() throws PolicyFileException {
    assertThat(PolicyFile.parse(("\uFEFF" + ONE).getBytes(StandardCharsets.UTF_8)).policies())
        .containsExactly("all");
  }

  @Test
  void theVersionIsTheHashOfTheBytes() throws Exception {
    byte[] bytes = yaml(ONE);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

    assertThat(PolicyFile.parse(bytes).version()).isEqualTo(sha256.substring(0, 12));
    assertThat(PolicyFile.parse(yaml(ONE, "# a comment")).version())
        .isNotEqualTo(sha256.substring(0, 12));
  }

  @Test
  void theVersionAlsoTellsTheProcessorAndTheEnvironment() throws PolicyFileException {
    byte[] bytes = yaml("policies: [{name: \"${env:NAME}\", type: always_sample}]");

    assertThat(PolicyFile.parse(SEVERAL, "errors").version())
        .isNotEqualTo(PolicyFile.parse(SEVERAL, "").version());
    assertThat(PolicyFile.parse(bytes, null, name -> Optional.of("a")).version())
        .isNotEqualTo(PolicyFile.parse(bytes, null, name -> Optional.of("b")).version());
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "1m30s, PT1M30S",
    "1500ms, PT1.5S",
    "1.5h, PT1H30M",
    "2000000us, PT2S",
    "100ms, PT1S",
    "-5s, PT1S",
    "0, PT1S",
    "30, PT1S"
  })
  void decisionWaitIsTheQuietPeriodOfASecondAtLeast(String written, Duration quiet)
      throws PolicyFileException {
    PolicyFile file = PolicyFile.parse(yaml("decision_wait: " + written, ONE));

    assertThat(file.quiet()).contains(quiet);
    assertThat(file.notes())
        .extracting(Finding::toString)
        .containsExactly(
            "1:16 decision_wait: Counted from a trace's last span on, where the processor counts"
                + " from its first.");
  }

  @Test
  void withoutDecisionWaitThereIsNoQuietPeriod() throws PolicyFileException {
    assertThat(PolicyFile.parse(yaml(ONE)).quiet()).isEmpty();
  }

  @Test
  void settingsThatMeanNothingHereAreNoted() throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(
            yaml(
                "num_traces: 100",
                "expected_new_traces_per_sec: 10",
                "block_on_overflow: true",
                "decision_cache: {sampled_cache_size: 1, non_sampled_cache_size: 2}",
                "drop_pending_traces_on_shutdown: true",
                "num_shards: 4",
                "sampling_strategy: trace-complete",
                "maximum_trace_size_bytes: 0",
                ONE));

    assertThat(file.notes()).extracting(Finding::line).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(file.notes()).allSatisfy(n -> assertThat(n.message()).startsWith("Not needed: "));
    assertThat(file.warnings()).isEmpty();
  }

  @Test
  void aWaitAfterTheRootIsTakenAndNoted() throws PolicyFileException {
    PolicyFile file = PolicyFile.parse(yaml("decision_wait_after_root_received: 5s", ONE));

    assertThat(file.afterRoot()).contains(Duration.ofSeconds(5));
    assertThat(file.notes())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("root");
    assertThat(PolicyFile.parse(yaml(ONE)).afterRoot()).isEmpty();
  }

  @Test
  void withoutAnEnvironmentAReferenceIsRefused() {
    assertThat(
            problems(yaml("policies: [{name: a, type: always_sample},", "{name: \"${env:N}\"}]")))
        .extracting(Finding::toString)
        .containsExactly(
            "2:8 policy #2, name: ${env:N} refers to an environment, and none is given here: write"
                + " the value itself.");
  }

  @Test
  void anEnvironmentReplacesReferences() throws PolicyFileException {
    Map<String, String> variables = Map.of("MS", "500", "KEY", "k", "V", "1");
    byte[] bytes =
        yaml(
            "policies:",
            "- {name: \"p-${KEY}\", type: latency, latency: {threshold_ms: \"${env:MS}\"}}",
            "- name: q",
            "  type: string_attribute",
            "  string_attribute:",
            "    key: ${env:KEY}",
            "    values: [\"${env:V}\", \"${env:NOPE:-dflt}\", \"a$$b\"]");

    PolicyFile file =
        PolicyFile.parse(bytes, null, name -> Optional.ofNullable(variables.get(name)));

    assertThat(file.policies()).containsExactly("p-k", "q");
    assertThat(file.decide(plain()).votes())
        .extracting(Vote::threshold)
        .containsExactly("> 500 ms", "one of \"1\", \"dflt\", \"a$b\"");
  }

  @Test
  void whatTheEnvironmentDoesNotHaveOrIsNoEnvironmentIsRefused() {
    assertThatThrownBy(
            () ->
                PolicyFile.parse(
                    yaml(
                        "policies:",
                        "- {name: \"${env:NOPE}\", type: always_sample}",
                        "- {name: \"${file:/etc/passwd}\", type: always_sample}",
                        "- {name: \"${env:LOOP}\", type: always_sample}"),
                    null,
                    name -> name.equals("LOOP") ? Optional.of("${env:LOOP}") : Optional.empty()))
        .hasMessageContaining("2:10 policy #1, name: NOPE is not set in the environment given.")
        .hasMessageContaining("3:10 policy #2, name: ${file:/etc/passwd} is not ${env:NAME}")
        .hasMessageContaining("4:10 policy #3, name: References lead to references without end.");
  }

  @Test
  void theDefaultsKeepErrorsSlowTracesDebugTracesAndOnePercent() {
    PolicyFile file = PolicyFile.defaults();

    assertThat(file.policies()).containsExactly("errors", "slow", "debug", "one-percent");
    assertThat(file.warnings()).isEmpty();
    assertThat(file.notes()).isEmpty();
    assertThat(file.quiet()).isEmpty();
    assertThat(file.decide(with(Status.Code.ERROR)).policy()).isEqualTo("errors");
    assertThat(file.decide(TraceKit.lasting(1_001 * TraceKit.MILLI)).policy()).isEqualTo("slow");
    assertThat(file.decide(TraceKit.withTraceState("tailspan=debug")).policy()).isEqualTo("debug");
    assertThat(file.decide(plain()).sampled()).isFalse();
  }
}
