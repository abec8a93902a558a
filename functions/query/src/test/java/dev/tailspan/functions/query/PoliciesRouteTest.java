package dev.tailspan.functions.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesRouteTest {
  private static final String GATE = "processor.tailsamplingprocessor.usetracestate";
  private static final String SEVERAL =
      """
      processors:
        batch: {}
        tail_sampling/a: {policies: []}
        tail_sampling/b:
          decision_wait: 30s
          num_traces: 100
          policies:
            - {name: slow, type: latency, latency: {threshold_ms: 0}}
            - name: both
              type: and
              and:
                and_sub_policy:
                  - {name: fine, type: status_code, status_code: {status_codes: [OK, UNSET]}}
      """;
  private static final String BAD =
      """
      policies:
        - {name: x, type: no_such_type}
        - {name: y, type: latency, latency: {threshold_mss: 5}}
      """;

  private final Api api = new Api(Pipeline.ERRORS_ONLY);

  @Test
  void thePoliciesInForceAreShownAsTheFileHasThem() {
    Api several = new Api(SEVERAL, new PolicyReading(Optional.of("b"), FeatureGates.parse(GATE)));
    sendAndDecide(several);

    JsonNode all = Api.json(several.get("/api/v1/policies"));

    JsonNode file = all.path("inForce").get(0);
    assertThat(all.path("inForce")).hasSize(1);
    assertThat(file.path("version")).isEqualTo(all.path("current").path("version"));
    assertThat(file.path("current").asBoolean()).isTrue();
    assertThat(file.path("buckets").toString()).isEqualTo("[0,1]");
    assertThat(file.path("processor").asText()).isEqualTo("tail_sampling/b");
    assertThat(file.path("featureGates").toString()).isEqualTo("[\"" + GATE + "\"]");
    assertThat(file.path("quiet").asText()).isEqualTo("30s");
    assertThat(file.path("settings").toString())
        .isEqualTo("{\"decision_wait\":\"30s\",\"num_traces\":100}");
    assertThat(file.path("policies").toString())
        .isEqualTo(
            "[{\"name\":\"slow\",\"type\":\"latency\",\"settings\":{\"threshold_ms\":0}},"
                + "{\"name\":\"both\",\"type\":\"and\",\"settings\":{\"and_sub_policy\":["
                + "{\"name\":\"fine\",\"type\":\"status_code\",\"settings\":"
                + "{\"status_codes\":[\"OK\",\"UNSET\"]}}]}}]");
    assertThat(file.path("warnings").get(0).path("line").asInt()).isEqualTo(8);
    assertThat(file.path("warnings").get(0).path("field").asText())
        .isEqualTo("latency.threshold_ms");
    assertThat(file.path("notes")).hasSize(2);
    assertThat(all.path("current").path("warnings")).isEqualTo(file.path("warnings"));
  }

  @Test
  void aVersionIsGivenAsItWasUploaded() {
    Api several = new Api(SEVERAL, new PolicyReading(Optional.of("b"), FeatureGates.parse(GATE)));
    sendAndDecide(several);
    String version =
        Api.json(several.get("/api/v1/status")).path("policy").path("version").asText();
    several.pipeline.policies.replaceCurrent(Pipeline.EVERYTHING.getBytes(UTF_8));

    ProxyResponse yaml = several.get("/api/v1/policies/" + version);

    assertThat(yaml.status()).isEqualTo(200);
    assertThat(yaml.contentType()).isEqualTo("text/yaml; charset=utf-8");
    assertThat(yaml.body()).asString(UTF_8).isEqualTo(SEVERAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789ab", "", "current", "../current", "0123456789AB", "a/b"})
  void aVersionThatIsNotKeptIsNotFound(String version) {
    sendAndDecide(api);
    ProxyResponse answer = api.get("/api/v1/policies/" + version);
    assertThat(answer.status()).isEqualTo(404);
    JsonNode error = Api.json(answer).path("error");
    assertThat(error.path("parameter").asText()).isEqualTo("version");
    assertThat(error.path("message").asText())
        .isEqualTo(
            "there is no policy version "
                + version
                + "; those in force are listed at /api/v1/policies");
  }

  @Test
  void beforeTheFirstRunTheFileItWillBeginWithIsShown() {
    JsonNode file = Api.json(api.get("/api/v1/policies")).path("inForce").get(0);
    assertThat(file.path("buckets")).isEmpty();
    assertThat(file.path("current").asBoolean()).isTrue();
    assertThat(file.path("policies").get(0).path("name").asText()).isEqualTo("errors");
    assertThat(api.get("/api/v1/policies/" + file.path("version").asText()).body())
        .asString(UTF_8)
        .isEqualTo(Pipeline.ERRORS_ONLY);
  }

  @Test
  void everyMistakeOfARefusedFileShowsInTheStatusBesideTheVersionInForce() {
    sendAndDecide(api);
    JsonNode good = Api.json(api.get("/api/v1/status")).path("policy");
    assertThat(good.path("current").path("accepted").asBoolean()).isTrue();
    assertThat(good.path("current").path("problems")).isEmpty();

    api.pipeline.wait(Duration.ofHours(1));
    api.pipeline.policies.replaceCurrent(BAD.getBytes(UTF_8));
    Instant uploaded = Instant.ofEpochMilli(api.pipeline.clock.getAsLong());
    sendAndDecide(api);

    JsonNode policy = Api.json(api.get("/api/v1/status")).path("policy");
    assertThat(policy.path("version")).isEqualTo(good.path("version"));
    assertThat(policy.path("pinned").toString())
        .isEqualTo(
            "[{\"version\":\""
                + good.path("version").asText()
                + "\",\"current\":false,\"buckets\":[0,1]}]");
    JsonNode current = policy.path("current");
    assertThat(current.path("accepted").asBoolean(true)).isFalse();
    assertThat(current.path("version").asText("-")).isEmpty();
    assertThat(current.path("since").asText()).isEqualTo(uploaded.toString());
    assertThat(current.path("problemCount").asInt()).isEqualTo(2);
    JsonNode type = current.path("problems").get(0);
    assertThat(type.path("message").asText()).contains("no_such_type");
    assertThat(type.path("line").asInt()).isEqualTo(2);
    JsonNode key = current.path("problems").get(1);
    assertThat(key.path("line").asInt()).isEqualTo(3);
    assertThat(key.path("column").asInt()).isEqualTo(40);
    assertThat(key.path("policy").asText()).isEqualTo("y");
    assertThat(key.path("field").asText()).isEqualTo("latency.threshold_mss");
    assertThat(key.path("suggestion").asText()).isEqualTo("threshold_ms");
    JsonNode all = Api.json(api.get("/api/v1/policies"));
    assertThat(all.path("current").path("problems")).isEqualTo(current.path("problems"));
    assertThat(all.path("inForce").get(0).path("version")).isEqualTo(good.path("version"));
  }

  @Test
  void bucketsWithDifferentVersionsShowBoth() {
    sendAndDecide(api);
    String old = Api.json(api.get("/api/v1/status")).path("policy").path("version").asText();
    api.pipeline.policies.replaceCurrent(Pipeline.EVERYTHING.getBytes(UTF_8));
    api.pipeline.wait(Duration.ofMinutes(3));
    api.pipeline.newFinalizer().run(1, 2, api.pipeline.lowWatermark().orElseThrow(), () -> true);

    JsonNode policy = Api.json(api.get("/api/v1/status")).path("policy");
    String current = policy.path("current").path("version").asText();
    assertThat(policy.path("version").asText().split(", ")).containsExactlyInAnyOrder(old, current);
    assertThat(policy.path("pinned"))
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrder(
            "{\"version\":\"" + old + "\",\"current\":false,\"buckets\":[0]}",
            "{\"version\":\"" + current + "\",\"current\":true,\"buckets\":[1]}");
    assertThat(Api.json(api.get("/api/v1/policies")).path("inForce"))
        .extracting(file -> file.path("policies").get(0).path("name").asText())
        .containsExactlyInAnyOrder("errors", "everything");
  }

  @Test
  void aFileWithMistakesWithoutEndStillLeavesAStatus() {
    sendAndDecide(api);
    api.pipeline.policies.replaceCurrent(
        ("policies:\n" + "  - {name: x, type: no_such_type}\n".repeat(20_000)).getBytes(UTF_8));

    JsonNode current = Api.json(api.get("/api/v1/status")).path("policy").path("current");

    assertThat(current.path("problemCount").asInt()).isGreaterThanOrEqualTo(20_000);
    assertThat(current.path("problems")).hasSize(1_000);
  }

  @Test
  void withoutAFileTheDefaultsAreInForce() {
    Api none = new Api("");
    none.pipeline.policies.removeCurrent();
    JsonNode all = Api.json(none.get("/api/v1/policies"));
    assertThat(all.path("current").path("uploaded").asBoolean(true)).isFalse();
    assertThat(all.path("current").has("since")).isFalse();
    assertThat(all.path("inForce").get(0).path("version").asText())
        .isEqualTo(PolicyFile.defaults().version());
  }

  @Test
  void aFileThatIsTakenAwayLeavesInForceWhatIsPinned() {
    sendAndDecide(api);
    String version = Api.json(api.get("/api/v1/status")).path("policy").path("version").asText();
    api.pipeline.policies.removeCurrent();
    sendAndDecide(api);

    JsonNode policy = Api.json(api.get("/api/v1/status")).path("policy");
    assertThat(policy.path("version").asText()).isEqualTo(version);
    assertThat(policy.path("current").path("uploaded").asBoolean(true)).isFalse();
    assertThat(policy.path("current").path("version").asText("-")).isEmpty();
  }

  /** Some traces, so that every bucket has a step to decide. */
  private static void sendAndDecide(Api api) {
    for (int i = 1; i <= 20; i++) {
      api.send(api.trace(i, "payment", 20));
    }
    api.decide();
  }
}
