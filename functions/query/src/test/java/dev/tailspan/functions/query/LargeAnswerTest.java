package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Lambda returns 6 MB at most. */
class LargeAnswerTest {
  private static final Map<String, String> GZIP = Map.of("accept-encoding", "gzip, deflate");
  private static final String PATH = "/api/v1/traces/" + Api.id(1).hex();

  private final Api api = new Api(Pipeline.EVERYTHING);

  @Test
  void aLargeTraceIsZippedForClientsThatTakeIt() throws Exception {
    sendSpans(10_000, 600, false);

    ProxyResponse response = api.get(PATH, GZIP);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("Content-Encoding", "gzip");
    assertThat(event(response).path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(OtlpJson.decode(unzipped(response), Limits.DEFAULT)).hasSize(10_000);
  }

  @Test
  void aSmallTraceIsNotZipped() throws Exception {
    sendSpans(3, 10, false);
    ProxyResponse response = api.get(PATH, GZIP);
    assertThat(response.headers()).doesNotContainKey("Content-Encoding");
    assertThat(event(response).path("isBase64Encoded").asBoolean()).isFalse();
  }

  @Test
  void aTraceThatFitsNoAnswerIsRefusedWithTheRequestThatGetsIt() throws Exception {
    sendSpans(10_000, 1200, true);

    for (Map<String, String> headers :
        List.of(GZIP, Map.<String, String>of(), Map.of("accept", "application/protobuf"))) {
      ProxyResponse refused = api.get(PATH, headers);
      assertThat(refused.status()).isEqualTo(413);
      String message = Api.json(refused).path("error").path("message").asText();
      assertThat(message).contains("10000 spans").contains("6 MB");
      assertThat(message.contains("Accept-Encoding")).isNotEqualTo(headers == GZIP);

      String next = message.replaceAll("(?s).*in pages: (\\S+),.*", "$1");
      int spans = 0;
      while (!next.isEmpty()) {
        ProxyResponse page = api.get(next, Map.of("accept", "application/json"));
        assertThat(page.status()).as(next).isEqualTo(200);
        assertThat(written(page)).hasSizeLessThanOrEqualTo(BoundedBody.LAMBDA_BYTES);
        spans += OtlpJson.decode(page.body(), Limits.DEFAULT).size();
        next = page.headers().getOrDefault("Link", "").replaceAll("<(.*)>; rel=next", "$1");
      }
      assertThat(spans).isEqualTo(10_000);
    }
  }

  @Test
  void whatIsJustSmallEnoughFitsWithItsEscapes() throws Exception {
    byte[] quotes = "\"\\\n".repeat(700_000).getBytes();
    BoundedBody body = new BoundedBody(true, Long.MAX_VALUE);
    body.write(quotes);
    int size =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .writeValueAsBytes(new String(quotes))
            .length;
    new BoundedBody(true, size).write(quotes);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new BoundedBody(true, size / 2).write(quotes))
        .isInstanceOf(BoundedBody.TooLargeException.class);
  }

  private void sendSpans(int count, int textLength, boolean random) {
    Random noise = new Random(1);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[textLength * 3 / 4];
      if (random) {
        noise.nextBytes(bytes);
      }
      spans.add(
          Api.span(1, i + 1, i == 0 ? 0 : 1, "frontend", "call")
              .attributes(Attributes.ofStrings("text", Base64.getEncoder().encodeToString(bytes)))
              .times(1_000_000_000L + i, 2_000_000_000L + i)
              .build());
      if (spans.size() == 1000) {
        api.send(spans);
        spans.clear();
      }
    }
    if (!spans.isEmpty()) {
      api.send(spans);
    }
  }

  private static byte[] unzipped(ProxyResponse response) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
  }

  private static JsonNode event(ProxyResponse response) throws IOException {
    return new com.fasterxml.jackson.databind.ObjectMapper().readTree(written(response));
  }

  private static byte[] written(ProxyResponse response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.write(out);
    return out.toByteArray();
  }
}
