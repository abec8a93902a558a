package dev.tailspan.functions.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.Span;
import dev.tailspan.pipeline.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests made to reach what is not theirs, to break answers, or to keep a function busy. */
@Timeout(60)
class HostileRequestsTest {
  private static final String ID = "0000000000000abc0000000000000001";
  private static final String HOSTILE = "</script>\u001b[2J\r\nX-Injected: 1\u202e\"}";

  private final Api api = new Api(Pipeline.EVERYTHING);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traces/../policies/current.yaml",
        "traces/..%2f..%2fpolicies",
        "traces/" + ID + "/../x",
        "traces/" + ID + "%00",
        "traces/*",
        "policies/../current",
        "policies/..",
        "policies/current.yaml",
        "policies/0123456789ab/../x",
        "traces/" + ID + "/decision/../../status",
        "traces/"
      })
  void aPathThatClimbsReachesNothing(String path) {
    ProxyResponse response = api.get("/api/v1/" + path);
    assertThat(response.status()).isIn(400, 404);
    assertThat(new String(response.body(), UTF_8)).doesNotContain("policies:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../frontend", "a/b", "a#b", "*", "%00", "SERVICE#frontend", "..", "\r\nx: y"})
  void aServiceOfAnotherNameFindsNothingOfThisOne(String service) {
    api.send(api.trace(1, "payment", 20));
    api.decide();
    for (String path : List.of("/api/v1/traces", "/api/v1/operations")) {
      ProxyResponse response = query(path, Map.of("service", List.of(service)));
      assertThat(response.status()).isIn(200, 400, 404);
      assertThat(new String(response.body(), UTF_8)).doesNotContain("GET /checkout");
    }
  }

  @Test
  void nothingOfARequestOrASpanGetsIntoAHeader() {
    Span span = api.trace(1, "payment", 20).get(0).toBuilder().name(HOSTILE).build();
    api.send(List.of(span));
    api.decide();
    List<ProxyResponse> responses = new ArrayList<>();
    responses.add(api.get("/api/v1/traces/" + ID));
    responses.add(query("/api/v1/traces", Map.of("service", List.of(HOSTILE))));
    responses.add(query("/api/v1/traces", Map.of(HOSTILE, List.of("x"))));
    responses.add(api.own.answer(Api.request(HOSTILE, "/api/v1/traces", Map.of())));
    responses.add(api.get("/api/v1/" + HOSTILE));
    responses.add(api.get("/api/v1/traces/" + HOSTILE));
    for (ProxyResponse response : responses) {
      response.headers().forEach((name, value) -> assertThat(name + value).matches("[ -~]*"));
      assertThat(response.contentType()).startsWith("application/json");
      Api.json(response);
    }
    assertThat(new String(responses.get(0).body(), UTF_8))
        .contains("\\u001B[2J\\r\\nX-Injected")
        .doesNotContain("\u001b");
  }

  @Test
  void aParameterOfAMegabyteAndAHundredThousandParametersAreAnswered() {
    String large = "x".repeat(1 << 20);
    for (String name :
        List.of("service", "operation", "attribute", "minDuration", "start", "limit", "cursor")) {
      assertThat(query("/api/v1/traces", Map.of(name, List.of(large))).status()).isIn(200, 400);
    }
    assertThat(query("/api/v1/traces", Map.of(large, List.of("x"))).status()).isEqualTo(400);
    assertThat(api.get("/api/v1/traces/" + large).status()).isIn(400, 404);
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add("k" + i + "=v");
    }
    assertThat(query("/api/v1/traces", Map.of("attribute", many)).status()).isIn(200, 400);
  }

  @Test
  void bodiesMadeToBlowUpAreRefused() {
    String deep = "[".repeat(1_000_000);
    assertThat(api.post("/api/v1/traces/" + ID + "/keep", "{\"by\":" + deep).status())
        .isEqualTo(400);
    assertThat(api.post("/api/v1/traces/" + ID + "/keep", "{\"by\":1e999999999}").status())
        .isEqualTo(400);
    assertThat(api.post("/api/v1/policies/replay", "policies: " + deep).status()).isEqualTo(400);
    assertThat(api.post("/api/v1/policies/replay", "{\"policies\":" + deep).status())
        .isEqualTo(400);
    assertThat(api.post("/api/v1/policies/replay", "policies: [*a]\nb: &a [*a]").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"x\"", "{\"a\":[1]}"})
  void anEventWhoseParametersAreNoListIsNone(String values) {
    String event =
        "{\"httpMethod\":\"GET\",\"path\":\"/\",\"multiValueQueryStringParameters\":{\"a\":%s}}";
    assertThatThrownBy(
            () ->
                ProxyRequest.read(
                    new ByteArrayInputStream(event.formatted(values).getBytes(UTF_8))))
        .isInstanceOf(IOException.class);
  }

  private ProxyResponse query(String path, Map<String, List<String>> query) {
    return api.own.answer(new ProxyRequest("GET", path, Map.of(), query, new byte[0]));
  }
}
