package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.Span;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.pipeline.Spans;
import dev.tailspan.policy.SamplingMark;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRouteTest {
  private static final Map<String, String> PROTOBUF = Map.of("accept", "application/protobuf");

  private final Api api = new Api(Pipeline.ERRORS_ONLY);

  @Test
  void aKeptTraceComesWithItsReasonItsSummaryItsCriticalPathAndItsSpans() throws Exception {
    List<Span> trace = failing(1);
    api.send(trace);
    api.decide();

    ProxyResponse response = api.get(path(1));
    JsonNode body = Api.json(response);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(body.path("traceId").asText()).isEqualTo(Api.id(1).hex());
    assertThat(body.path("state").asText()).isEqualTo("kept");
    assertThat(body.path("sampling").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "policy", "reason", "adjustedCount", "decidedAt", "policyVersion");
    assertThat(body.path("sampling").path("policy").asText()).isEqualTo("errors");
    assertThat(body.path("sampling").path("reason").asText()).contains("ERROR");
    assertThat(body.path("sampling").path("adjustedCount").asDouble()).isEqualTo(1);
    assertThat(body.path("sampling").path("decidedAt").asText()).endsWith("Z");
    assertThat(body.path("sampling").path("policyVersion").asText()).isNotEmpty();
    JsonNode summary = body.path("summary");
    assertThat(summary.path("rootService").asText()).isEqualTo("frontend");
    assertThat(summary.path("rootName").asText()).isEqualTo("GET /checkout");
    assertThat(summary.path("durationNanos").asText()).isEqualTo("20000000");
    assertThat(summary.path("spanCount").asInt()).isEqualTo(2);
    assertThat(summary.path("errorCount").asInt()).isEqualTo(1);
    assertThat(body.path("criticalPath").findValuesAsText("spanId"))
        .containsExactly("0000000000000001", "0000000000000002", "0000000000000001");
    assertThat(body.path("bottleneck").path("service").asText()).isEqualTo("payment");
    assertThat(body.path("spans").toString()).isEqualTo("{\"offset\":0,\"count\":2,\"total\":2}");
    assertThat(OtlpJson.decode(response.body(), Limits.DEFAULT))
        .isEqualTo(SamplingMark.on(trace, "errors", 1));
  }

  @Test
  void withProtobufAcceptedItIsTracesData() throws Exception {
    List<Span> trace = failing(1);
    api.send(trace);
    api.decide();

    ProxyResponse response = api.get(path(1), PROTOBUF);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("application/protobuf");
    assertThat(response.headers()).containsEntry("Tailspan-State", "kept");
    assertThat(OtlpProto.decode(response.body(), Limits.DEFAULT))
        .isEqualTo(SamplingMark.on(trace, "errors", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*/*", "application/json", "application/protobuf;q=0.5, application/json", ""})
  void whoDoesNotAskForProtobufGetsJson(String accept) {
    api.send(failing(1));
    assertThat(api.get(path(1), Map.of("accept", accept)).contentType())
        .isEqualTo("application/json");
  }

  @Test
  void aTraceInFlightComesWithWhatIsStagedAndIsNotCached() {
    api.send(api.trace(1, "payment", 20));

    ProxyResponse response = api.get(path(1));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(Api.json(response).path("state").asText()).isEqualTo("in_flight");
    assertThat(Api.json(response).has("sampling")).isFalse();
    assertThat(Api.json(response).path("summary").path("spanCount").asInt()).isEqualTo(2);
  }

  @Test
  void aDroppedTraceIsNotFoundButItsBodySaysWhatEveryPolicySaid() {
    api.send(api.trace(1, "payment", 20));
    api.decide();

    for (Map<String, String> headers : List.of(Map.<String, String>of(), PROTOBUF)) {
      ProxyResponse response = api.get(path(1), headers);
      JsonNode body = Api.json(response);

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.contentType()).isEqualTo("application/json");
      assertThat(body.path("state").asText()).isEqualTo("dropped");
      JsonNode explanation = body.path("explanation");
      assertThat(explanation.path("policyVersion").asText()).isNotEmpty();
      assertThat(explanation.path("reason").asText()).isNotEmpty();
      assertThat(explanation.path("votes").get(0).path("policy").asText()).isEqualTo("errors");
      assertThat(explanation.path("votes").get(0).path("sampled").asBoolean(true)).isFalse();
      assertThat(body.path("summary").path("spanCount").asInt()).isEqualTo(2);
    }
  }

  @Test
  void anUnknownTraceIsNotFound() {
    api.send(api.trace(1, "payment", 20));
    for (Map<String, String> headers : List.of(Map.<String, String>of(), PROTOBUF)) {
      ProxyResponse response = api.get(path(2), headers);
      assertThat(response.status()).isEqualTo(404);
      assertThat(new String(response.body()))
          .isEqualTo("{\"traceId\":\"" + Api.id(2).hex() + "\",\"state\":\"unknown\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xyz",
        "1234",
        "00000000000000000000000000000000",
        "zz000000000000000000000000000001"
      })
  void whatIsNoTraceIdIsABadRequest(String id) {
    ProxyResponse response = api.get("/api/v1/traces/" + id);
    assertThat(response.status()).isEqualTo(400);
    assertThat(Api.json(response).path("error").path("parameter").asText()).isEqualTo("id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0,0", "-1,5", "a,b", "0,1,2", "0,99999999999"})
  void aPageOfSpansThatIsNoneIsABadRequest(String spans) {
    ProxyResponse response = api.get(path(1) + "?spans=" + spans);
    assertThat(response.status()).isEqualTo(400);
    assertThat(Api.json(response).path("error").path("parameter").asText()).isEqualTo("spans");
  }

  @Test
  void spansComeInPagesOnRequestAndTogetherAreAll() throws Exception {
    List<Span> trace = new Spans(5).trace(25);
    api.send(trace);
    List<Span> json = new java.util.ArrayList<>();
    List<Span> protobuf = new java.util.ArrayList<>();
    List<String> path = new java.util.ArrayList<>();
    String id = "/api/v1/traces/" + trace.get(0).traceId().hex();

    String next = id + "?spans=0,10";
    while (!next.isEmpty()) {
      ProxyResponse response = api.get(next);
      json.addAll(OtlpJson.decode(response.body(), Limits.DEFAULT));
      path.addAll(Api.json(response).path("criticalPath").findValuesAsText("spanId"));
      assertThat(Api.json(response).path("spans").path("total").asInt()).isEqualTo(25);
      protobuf.addAll(OtlpProto.decode(api.get(next, PROTOBUF).body(), Limits.DEFAULT));
      next = response.headers().getOrDefault("Link", "").replaceAll("<(.*)>; rel=next", "$1");
    }

    assertThat(Spans.sorted(json)).isEqualTo(Spans.sorted(trace));
    assertThat(Spans.sorted(protobuf)).isEqualTo(Spans.sorted(trace));
    assertThat(path)
        .containsExactlyInAnyOrderElementsOf(
            Api.json(api.get(id)).path("criticalPath").findValuesAsText("spanId"));
  }

  private List<Span> failing(long id) {
    List<Span> trace = api.trace(id, "payment", 20);
    return List.of(trace.get(0), Spans.failed(trace.get(1)));
  }

  private static String path(long id) {
    return "/api/v1/traces/" + Api.id(id).hex();
  }
}
