package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/v1/traces/{id}/keep}. */
class KeepRouteTest {
  private static final String NOTHING = "policies: []";

  private final Api api = new Api(NOTHING);
  private final String path = "/api/v1/traces/" + Api.id(1).hex();

  private void dropped() {
    api.send(api.trace(1, "payment", 20));
    api.decide();
    assertThat(Api.json(api.get(path)).path("state").asText()).isEqualTo("dropped");
  }

  @Test
  void aDroppedTraceIsKeptAndSaysByWhom() {
    dropped();
    ProxyResponse answer = api.post(path + "/keep", "{\"by\": \"jane\", \"reason\": \"demo\"}");
    api.decide();
    api.decide();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(Api.json(answer).path("state").asText()).isEqualTo("requested");
    JsonNode trace = Api.json(api.get(path));
    assertThat(trace.path("state").asText()).isEqualTo("kept");
    assertThat(trace.path("sampling").path("reason").asText()).isEqualTo("kept by jane: demo");
    assertThat(trace.path("sampling").path("adjustedCount").asDouble(-1)).isZero();
    assertThat(api.post(path + "/keep", "").status()).isEqualTo(200);
    assertThat(Api.json(api.get("/api/v1/traces")).path("traces")).hasSize(1);
  }

  @Test
  void withoutABodyItIsSomebody() {
    dropped();
    api.post(path + "/keep", "");
    api.decide();
    api.decide();

    assertThat(Api.json(api.get(path)).path("sampling").path("reason").asText())
        .isEqualTo("kept by somebody");
  }

  @Test
  void whomApiGatewayKnowsIsNamed() throws IOException {
    String event =
        "{\"httpMethod\": \"POST\", \"path\": \"/p\", \"requestContext\": {\"stage\": \"v1\","
            + " \"identity\": {\"sourceIp\": \"10.0.0.1\", \"accessKey\": null,"
            + " \"userArn\": \"arn:aws:iam::1:user/jane\"}, \"list\": [{\"a\": 1}]}}";

    ProxyRequest request =
        ProxyRequest.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));

    assertThat(request.caller()).contains("arn:aws:iam::1:user/jane");
  }

  @Test
  void anUnknownTraceIsNotFound() {
    assertThat(api.post(path + "/keep", "").status()).isEqualTo(404);
  }

  @Test
  void onlyPostKeeps() {
    ProxyResponse answer = api.get(path + "/keep");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1] | body", "{ | body", "{\"by\": 5} | by", "{\"reason\": []} | reason"})
  void aBadBodyIsNamed(String body, String parameter) {
    dropped();
    ProxyResponse answer = api.post(path + "/keep", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.json(answer).path("error").path("parameter").asText()).isEqualTo(parameter);
  }

  @Test
  void aBadIdAndATextTooLongAreNamed() {
    dropped();

    assertThat(api.post("/api/v1/traces/xyz/keep", "").status()).isEqualTo(400);
    assertThat(api.post(path + "/keep", "{\"by\": \"" + "x".repeat(1_001) + "\"}").status())
        .isEqualTo(400);
  }
}
