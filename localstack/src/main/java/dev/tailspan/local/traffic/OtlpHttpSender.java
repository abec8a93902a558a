package dev.tailspan.local.traffic;

import dev.tailspan.model.Span;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * OTLP/HTTP as the specification wants it of an exporter: gzip, and tried again with growing pauses
 * after 429, 502, 503, 504 and a failed connection.
 */
public final class OtlpHttpSender implements SpanSender {
  public static final String JSON_TYPE = ExportAnswer.JSON_TYPE;
  public static final String PROTOBUF_TYPE = "application/x-protobuf";

  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI traces;

  /**
   * @param endpoint without the path, as in {@code OTEL_EXPORTER_OTLP_ENDPOINT}
   */
  public OtlpHttpSender(URI endpoint) {
    traces = endpoint.resolve("/v1/traces");
  }

  @Override
  public void send(List<Span> spans) throws InterruptedException {
    ExportAnswer answer = post(PROTOBUF_TYPE, OtlpProto.encode(spans));
    if (answer.rejectedSpans() > 0) {
      throw new SendException(
          "%s rejected %d of %d spans: %s"
              .formatted(traces, answer.rejectedSpans(), spans.size(), answer.message()));
    }
  }

  /**
   * Sends an export request as it is.
   *
   * @param contentType {@link #JSON_TYPE} or {@link #PROTOBUF_TYPE}
   */
  public ExportAnswer post(String contentType, byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(traces)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", contentType)
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(gzip(body)))
            .build();
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == ATTEMPTS;
      try {
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == 200) {
          return ExportAnswer.parse(contentType, response.body());
        }
        if (last || !RETRYABLE.contains(response.statusCode())) {
          throw refused(response);
        }
      } catch (IOException e) {
        if (last) {
          throw new SendException("nothing answers at " + traces + ": " + e.getMessage(), e);
        }
      }
      Thread.sleep(FIRST_PAUSE_MILLIS << (attempt - 1));
    }
  }

  private SendException refused(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return new SendException(
        traces + " answered " + response.statusCode() + (body.isBlank() ? "" : ": " + body));
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never happens in memory
    }
    return out.toByteArray();
  }
}
