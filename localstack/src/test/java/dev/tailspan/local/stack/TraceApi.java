package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The query API of a running stack. */
final class TraceApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  TraceApi(URI base) {
    this.base = base;
  }

  /** An answer in JSON. */
  record Found(int status, JsonNode json) {
    String state() {
      return json.path("state").asText();
    }

    String policy() {
      return json.path("sampling").path("policy").asText();
    }

    String reason() {
      return json.path("sampling").path("reason").asText();
    }
  }

  /** The trace, whatever is known of it. */
  Found trace(String id) throws Exception {
    HttpResponse<byte[]> response = get("traces/" + id, "application/json");
    return new Found(response.statusCode(), JSON.readTree(response.body()));
  }

  /** The trace once it is in that state. */
  Found await(String id, String state) throws Exception {
    return Await.until(PATIENCE, () -> trace(id), found -> found.state().equals(state));
  }

  /** The spans of a trace that is kept. */
  List<Span> spans(String id) throws Exception {
    HttpResponse<byte[]> response = get("traces/" + id, "application/protobuf");
    assertThat(response.statusCode()).isEqualTo(200);
    return decode(response.body());
  }

  /** Spans as they are returned when a policy kept them with certainty: marked with it. */
  static List<Span> keptBy(String policy, List<Span> sent) {
    return sent.stream().map(span -> keptBy(policy, span)).toList();
  }

  private static Span keptBy(String policy, Span sent) {
    Scope scope = sent.scope();
    assertThat(scope.attributes().entries()).isEmpty();
    assertThat(sent.traceState()).isEmpty();
    Attributes mark = Attributes.ofStrings("tailsampling.policy", policy);
    return sent.toBuilder()
        .scope(
            new Scope(
                scope.name(),
                scope.version(),
                mark,
                scope.droppedAttributesCount(),
                scope.schemaUrl()))
        .traceState("ot=th:0")
        .build();
  }

  /** Everything that has one JSON answer. */
  JsonNode json(String pathAndQuery) throws Exception {
    HttpResponse<byte[]> response = get(pathAndQuery, "application/json");
    assertThat(response.statusCode()).as(pathAndQuery).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Replays a policy file. */
  JsonNode replay(String parameters, String policies) throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(base.resolve("/api/v1/policies/replay" + parameters))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(policies))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).as(() -> new String(response.body())).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Everything that has one answer in text. */
  String text(String path) throws Exception {
    HttpResponse<byte[]> response = get(path, "*/*");
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> get(String pathAndQuery, String accept)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(base.resolve("/api/v1/" + pathAndQuery))
            .timeout(PATIENCE)
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static List<Span> decode(byte[] body) {
    try {
      return OtlpProto.decode(body, Limits.DEFAULT);
    } catch (DecodeException e) {
      throw new AssertionError("the answer is no TracesData", e);
    }
  }
}
