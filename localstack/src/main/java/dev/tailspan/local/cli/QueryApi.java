package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.trace.TerminalText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The query API as any client sees it. */
final class QueryApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_FOUND = 404;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI base;

  /**
   * @param base scheme, host and port
   */
  QueryApi(URI base) {
    this.base = base;
  }

  /** A query parameter. */
  record Parameter(String name, String value) {}

  /** An answer that is no error, or 404 with a body that says more. */
  record Answer(boolean found, byte[] body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new CommandException("the query API answered something that is no JSON: " + e);
      }
    }

    /** As it was answered, but indented. */
    String pretty() {
      try {
        return TerminalText.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json()));
      } catch (IOException e) {
        throw new CommandException("cannot write the answer: " + e);
      }
    }
  }

  /**
   * Asks.
   *
   * @param path behind {@code /api/v1/}
   * @throws CommandException for every status but success and 404, with what the API says
   */
  Answer get(String path, List<Parameter> parameters) throws InterruptedException {
    URI uri = uri(path, parameters);
    return send(uri, HttpRequest.newBuilder(uri).GET());
  }

  /**
   * Posts a body.
   *
   * @throws CommandException as {@link #get}
   */
  Answer post(String path, List<Parameter> parameters, String contentType, byte[] body)
      throws InterruptedException {
    URI uri = uri(path, parameters);
    return send(
        uri,
        HttpRequest.newBuilder(uri)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private URI uri(String path, List<Parameter> parameters) {
    String query =
        parameters.stream()
            .map(p -> p.name() + "=" + URLEncoder.encode(p.value(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
    return base.resolve("/api/v1/" + path + (parameters.isEmpty() ? "" : query));
  }

  private Answer send(URI uri, HttpRequest.Builder builder) throws InterruptedException {
    HttpRequest request =
        builder.timeout(Duration.ofSeconds(60)).header("Accept", "application/json").build();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      boolean done = response.statusCode() / 100 == 2;
      if (!done && response.statusCode() != NOT_FOUND) {
        throw new CommandException(complaint(uri, response));
      }
      return new Answer(done, response.body());
    } catch (IOException e) {
      throw new CommandException("nothing answers at " + uri + ": " + e.getMessage());
    }
  }

  private static String complaint(URI uri, HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    try {
      JsonNode error = JSON.readTree(body).path("error");
      if (error.has("message")) {
        String parameter = error.path("parameter").asText("");
        String message = error.path("message").asText();
        return parameter.isEmpty() ? message : parameter + ": " + message;
      }
    } catch (IOException e) {
      // Not ours; shown as it is.
    }
    return uri + " answered " + response.statusCode() + (body.isBlank() ? "" : ": " + body);
  }
}
