package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/v1/policies/replay}. */
class ReplayRouteTest {
  private static final String PATH = "/api/v1/policies/replay";
  private static final String SLOW =
      "policies: [{name: slow, type: latency, latency: {threshold_ms: 50}}]";

  private final Api api = new Api(Pipeline.EVERYTHING);

  /** Ten traces in ten minutes, two of them slow. */
  private void traffic() {
    for (int i = 1; i <= 10; i++) {
      api.send(api.trace(i, "payment", i % 5 == 0 ? 90 : 20));
      api.pipeline.wait(Duration.ofMinutes(1));
    }
    api.decide();
  }

  @Test
  void itSaysWhatTheCandidateWouldKeepADayWhatThatCostsAndWhichTracesChangeSide() {
    traffic();

    JsonNode answer = ok(api.post(PATH, SLOW));

    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("estimated").asBoolean(true)).isFalse();
    assertThat(answer.path("candidate").path("traces").asLong()).isEqualTo(10);
    assertThat(answer.path("candidate").path("keptByPolicy").path("slow").asLong()).isEqualTo(2);
    assertThat(answer.path("inForce").path("keptByPolicy").path("everything").asLong())
        .isEqualTo(10);
    assertThat(answer.path("lost").asLong()).isEqualTo(8);
    assertThat(answer.path("gained").asLong(-1)).isZero();
    JsonNode example = answer.path("lostExamples").path(0);
    assertThat(example.path("traceId").asText()).isEqualTo(Api.id(1).hex());
    assertThat(example.path("rootName").asText()).isEqualTo("GET /checkout");
    assertThat(example.path("inForce").asText()).startsWith("everything: ");
    assertThat(example.path("candidate").asText()).isEqualTo("no policy sampled it");
    JsonNode covered = answer.path("covered");
    Duration time =
        Duration.between(
            java.time.Instant.parse(covered.path("start").asText()),
            java.time.Instant.parse(covered.path("end").asText()));
    JsonNode perDay = answer.path("candidate").path("perDay");
    assertThat(perDay.path("traces").asDouble())
        .isEqualTo(2.0 * Duration.ofDays(1).toMillis() / time.toMillis(), within(1e-9));
    assertThat(perDay.path("dollars").asDouble())
        .isPositive()
        .isLessThan(answer.path("inForce").path("perDay").path("dollars").asDouble());
    double parts = 0;
    for (JsonNode part : perDay.path("dollarsByPart")) {
      parts += part.asDouble();
    }
    assertThat(perDay.path("dollars").asDouble()).isEqualTo(parts, within(1e-12));
  }

  @Test
  void ofTheArchiveItSaysThatItIsAnEstimate() {
    traffic();

    JsonNode answer = ok(api.post(PATH + "?source=archive", SLOW));

    assertThat(answer.path("source").asText()).isEqualTo("archive");
    assertThat(answer.path("estimated").asBoolean()).isTrue();
    assertThat(answer.path("candidate").path("kept").asDouble()).isEqualTo(2, within(1e-9));
    assertThat(answer.path("inForce").path("kept").asDouble()).isEqualTo(10, within(1e-9));
    assertThat(answer.has("gained")).isFalse();
    assertThat(answer.path("lost").asLong()).isEqualTo(8);
  }

  @Test
  void examplesAreBounded() {
    traffic();

    assertThat(ok(api.post(PATH + "?examples=3", SLOW)).path("lostExamples")).hasSize(3);
    assertThat(ok(api.post(PATH + "?examples=0", SLOW)).path("lostExamples")).isEmpty();
  }

  @Test
  void policiesThatAreRefusedComeBackWithEveryMistake() {
    traffic();

    ProxyResponse response =
        api.post(
            PATH,
            """
            policies:
              - {name: slow, type: latenzy, latency: {threshold_ms: 5}}
              - {name: some, type: probabilistic, probabilistic: {sampling_percentage: many}}
            """);

    assertThat(response.status()).isEqualTo(400);
    JsonNode error = Api.json(response).path("error");
    assertThat(error.path("parameter").asText()).isEqualTo("body");
    assertThat(error.path("problems")).hasSize(2);
    JsonNode first = error.path("problems").path(0);
    assertThat(first.path("line").asInt()).isEqualTo(2);
    assertThat(first.path("policy").asText()).isEqualTo("slow");
    assertThat(first.path("suggestion").asText()).isEqualTo("latency");
    assertThat(error.path("problems").path(1).path("line").asInt()).isEqualTo(3);
  }

  @Test
  void ourEnvironmentIsNotToBeHadThroughAReference() {
    traffic();

    ProxyResponse response =
        api.post(
            PATH, "policies: [{name: '${env:PATH}', type: latency, latency: {threshold_ms: 50}}]");

    assertThat(response.status()).isEqualTo(400);
    assertThat(new String(response.body())).doesNotContain(System.getenv("PATH"));
  }

  @Test
  void theCandidateIsReadAsItWouldBeIfItWereDeployed() {
    String gate = "processor.tailsamplingprocessor.usetracestate";
    String several =
        """
        tail_sampling/all: {policies: [{name: everything, type: always_sample}]}
        tail_sampling/slow: {policies: [{name: slow, type: latency, latency: {threshold_ms: 50}}]}
        """;
    PolicyReading deployed = new PolicyReading(Optional.of("all"), FeatureGates.parse(gate));
    Api picked = new Api(several, deployed);
    picked.send(picked.trace(1, "payment", 20));
    picked.decide();

    JsonNode same = ok(picked.post(PATH, several)).path("candidate");
    assertThat(same.path("version"))
        .isEqualTo(ok(picked.post(PATH, several)).path("inForce").path("version"));
    assertThat(same.path("keptByPolicy").path("everything").asLong()).isEqualTo(1);
    JsonNode other = ok(picked.post(PATH + "?processor=slow&featureGates=-" + gate, several));
    assertThat(other.path("lost").asLong()).isEqualTo(1);
  }

  @Test
  void beforeAnythingIsDecidedThereIsNothingToReplay() {
    ProxyResponse response = api.post(PATH, SLOW);

    assertThat(response.status()).isEqualTo(404);
    assertThat(new String(response.body())).contains("source=archive");
  }

  @ParameterizedTest
  @CsvSource({
    "'?sorce=archive', sorce",
    "'?source=both', source",
    "'?examples=101', examples",
    "'?examples=x', examples",
    "'?start=2026-01-02T00:00:00Z&end=2026-01-01T00:00:00Z', end",
    "'?start=1', start",
    "'?featureGates=nonsense', featureGates",
    "'?processor=a%20b', processor",
  })
  void aWrongParameterIsNamed(String query, String parameter) {
    ProxyResponse response = api.post(PATH + query, SLOW);

    assertThat(response.status()).isEqualTo(400);
    assertThat(Api.json(response).path("error").path("parameter").asText()).isEqualTo(parameter);
  }

  @Test
  void anEmptyBodyIsNamedAndGetIsNotAllowed() {
    assertThat(Api.json(api.post(PATH, "")).path("error").path("parameter").asText())
        .isEqualTo("body");
    assertThat(api.get(PATH).status()).isEqualTo(405);
  }

  private static JsonNode ok(ProxyResponse response) {
    assertThat(response.status()).as(() -> new String(response.body())).isEqualTo(200);
    return Api.json(response);
  }
}
