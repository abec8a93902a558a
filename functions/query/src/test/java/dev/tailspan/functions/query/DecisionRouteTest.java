package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** {@code GET /api/v1/traces/{id}/decision}. */
class DecisionRouteTest {
  private static final String SLOW =
      "policies: [{name: slow, type: latency, latency: {threshold_ms: 100}}]";

  private final Api api = new Api(SLOW);
  private final String path = "/api/v1/traces/" + Api.id(1).hex() + "/decision";

  private JsonNode decisionOn(long millis, boolean decided) {
    api.send(api.trace(1, "payment", millis));
    if (decided) {
      api.decide();
    }
    return Api.json(api.get(path));
  }

  @Test
  void aKeptTraceShowsWhatEachPolicyMeasuredAndWanted() {
    JsonNode decision = decisionOn(250, true);

    assertThat(decision.path("state").asText()).isEqualTo("kept");
    assertThat(decision.path("policy").asText()).isEqualTo("slow");
    assertThat(decision.path("adjustedCount").asDouble()).isEqualTo(1);
    assertThat(decision.path("policyVersion").asText()).hasSize(12);
    JsonNode vote = decision.path("votes").path(0);
    assertThat(vote.path("type").asText()).isEqualTo("latency");
    assertThat(vote.path("sampled").asBoolean()).isTrue();
    assertThat(vote.path("failed").asBoolean(true)).isFalse();
    assertThat(vote.path("measured").asText()).isEqualTo("duration 250 ms");
    assertThat(vote.path("threshold").asText()).isEqualTo("> 100 ms");
  }

  @Test
  void aDroppedTraceIsDecidedAgain() {
    JsonNode decision = decisionOn(50, true);

    assertThat(decision.path("state").asText()).isEqualTo("dropped");
    assertThat(decision.path("sampled").asBoolean(true)).isFalse();
    assertThat(decision.path("votes").path(0).path("measured").asText())
        .isEqualTo("duration 50 ms");
  }

  @Test
  void aTraceInFlightIsDecidedAsIfNow() {
    assertThat(decisionOn(250, false).path("state").asText()).isEqualTo("in_flight");
  }

  @Test
  void anUnknownTraceHasNoDecision() {
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @Test
  void onlyWhatIsInFlightIsProvisional() {
    JsonNode decision = decisionOn(250, false);

    assertThat(decision.path("provisional").asBoolean()).isTrue();
    assertThat(decision.path("policy").asText()).isEqualTo("slow");
    api.decide();
    assertThat(Api.json(api.get(path)).path("provisional").asBoolean(true)).isFalse();
  }

  @Test
  void aTraceKeptByHandShowsThatNoPolicySampledIt() {
    decisionOn(50, true);
    api.post("/api/v1/traces/" + Api.id(1).hex() + "/keep", "{\"by\": \"jane\"}");
    api.decide();
    api.decide();

    JsonNode decision = Api.json(api.get(path));
    assertThat(decision.path("state").asText()).isEqualTo("kept");
    assertThat(decision.path("reason").asText()).isEqualTo("kept by jane");
    assertThat(decision.path("adjustedCount").asDouble(-1)).isZero();
    decision.path("votes").forEach(v -> assertThat(v.path("sampled").asBoolean()).isFalse());
  }

  @Test
  void aPathWithoutATraceIsRefused() {
    assertThat(api.get("/api/v1/traces/decision").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/traces//decision").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/traces/keep").status()).isEqualTo(400);
    assertThat(api.post("/api/v1/traces/keep", "").status()).isEqualTo(405);
  }
}
