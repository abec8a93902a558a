package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.chaos.KeptSpans;
import dev.tailspan.model.Span;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
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
public final class TraceApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final Duration patience;

  /**
   * @param base what stands before {@code /api/v1}
   * @param patience with one answer, and with a trace that is to be decided
   */
  public TraceApi(URI base, Duration patience) {
    this.base = base.toString().replaceFirst("/$", "");
    this.patience = patience;
  }

  /** An answer in JSON. */
  public record Found(int status, JsonNode json) {
    public String state() {
      return json.path("state").asText();
    }

    public String policy() {
      return json.path("sampling").path("policy").asText();
    }

    public String reason() {
      return json.path("sampling").path("reason").asText();
    }
  }

  /** The trace, whatever is known of it. */
  public Found trace(String id) throws Exception {
    HttpResponse<byte[]> response = get("traces/" + id, "application/json");
    return new Found(response.statusCode(), JSON.readTree(response.body()));
  }

  /** The trace once it is in that state. */
  public Found await(String id, String state) throws Exception {
    return Await.until(patience, () -> trace(id), found -> found.state().equals(state));
  }

  /** The spans of a trace that is kept. */
  public List<Span> spans(String id) throws Exception {
    HttpResponse<byte[]> response = get("traces/" + id, "application/protobuf");
    assertThat(response.statusCode()).isEqualTo(200);
    return decode(response.body());
  }

  /** The same out of the answer in JSON, which passes gateways that take bytes for text. */
  public List<Span> jsonSpans(String id) throws Exception {
    HttpResponse<byte[]> response = get("traces/" + id, "application/json");
    assertThat(response.statusCode()).isEqualTo(200);
    return OtlpJson.decode(response.body(), Limits.DEFAULT);
  }

  /** Spans as they are returned when a policy kept them with certainty: marked with it. */
  public static List<Span> keptBy(String policy, List<Span> sent) {
    for (Span span : sent) {
      assertThat(span.scope().attributes().entries()).isEmpty();
      assertThat(span.traceState()).isEmpty();
    }
    return KeptSpans.by(policy, sent);
  }

  /** Everything that has one JSON answer. */
  public JsonNode json(String pathAndQuery) throws Exception {
    HttpResponse<byte[]> response = get(pathAndQuery, "application/json");
    assertThat(response.statusCode()).as(pathAndQuery).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Replays a policy file. */
  public JsonNode replay(String parameters, String policies) throws Exception {
    HttpResponse<byte[]> response = post("/api/v1/policies/replay" + parameters, policies);
    assertThat(response.statusCode()).as(() -> new String(response.body())).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Asks for a trace to be kept. */
  public Found keep(String id) throws Exception {
    HttpResponse<byte[]> response = post("/api/v1/traces/" + id + "/keep", "{}");
    return new Found(response.statusCode(), JSON.readTree(response.body()));
  }

  private HttpResponse<byte[]> post(String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** Everything that has one answer in text. */
  public String text(String path) throws Exception {
    HttpResponse<byte[]> response = get(path, "*/*");
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> get(String pathAndQuery, String accept)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + "/api/v1/" + pathAndQuery))
            .timeout(patience)
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
