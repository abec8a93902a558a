package dev.tailspan.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The query API, asked by a client that gives up soon. */
final class Asked {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NOT_FOUND = 404;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Asked(URI base) {
    this.base = base;
  }

  /** An answer about a trace. */
  record Found(byte[] body, JsonNode json) {
    /** As the API spells it: {@code kept}, {@code dropped}, {@code in_flight}, {@code unknown}. */
    String state() {
      return json.path("state").asText();
    }

    boolean isDecided() {
      return state().equals("kept") || state().equals("dropped");
    }

    int spanCount() {
      return json.path("summary").path("spanCount").asInt();
    }

    List<String> flags() {
      List<String> flags = new ArrayList<>();
      json.path("summary").path("flags").forEach(flag -> flags.add(flag.asText()));
      return flags;
    }

    List<String> votes() {
      return json.path("explanation").path("votes").findValuesAsText("sampled");
    }

    List<Span> spans() throws IOException {
      try {
        return OtlpJson.decode(body, Limits.DEFAULT);
      } catch (DecodeException e) {
        throw new IOException("the answer is no OTLP: " + e.getMessage(), e);
      }
    }
  }

  /**
   * What is known of a trace.
   *
   * @throws IOException when the API does not answer, or with a failure
   */
  Found trace(TraceId id) throws IOException, InterruptedException {
    return get("traces/" + id.hex());
  }

  /**
   * The same of a trace that may be too large for an answer: with one of its spans.
   *
   * @throws IOException as {@link #trace}
   */
  Found traceInPart(TraceId id) throws IOException, InterruptedException {
    return get("traces/" + id.hex() + "?spans=0,1");
  }

  /**
   * Any answer.
   *
   * @param pathAndQuery behind {@code /api/v1/}
   * @throws IOException as {@link #trace}
   */
  JsonNode json(String pathAndQuery) throws IOException, InterruptedException {
    return get(pathAndQuery).json();
  }

  private Found get(String pathAndQuery) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(base.resolve("/api/v1/" + pathAndQuery))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .build(),
            BodyHandlers.ofByteArray());
    int status = response.statusCode();
    if (status != 200 && status != NOT_FOUND) {
      throw new IOException(pathAndQuery + " answered " + status);
    }
    return new Found(response.body(), JSON.readTree(response.body()));
  }
}
