package dev.tailspan.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.lambda.FunctionError;
import dev.tailspan.local.lambda.LambdaFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFrontTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile JsonNode event;
  private volatile LambdaFunction function = answering("{\"statusCode\":200,\"body\":\"ok\"}");
  private HttpFront front;

  @BeforeEach
  void listen() {
    front =
        HttpFront.start(
            0,
            "front",
            bytes -> {
              event = read(bytes);
              return function.invoke(bytes);
            },
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    front.close();
  }

  @Test
  void aRequestBecomesAProxyEvent() throws Exception {
    send(request("/api/v2/traces/a%2Fb?tag=x&tag=y%20z&empty").header("X-One", "1").GET());
    assertThat(event.path("resource").asText()).isEqualTo("/{proxy+}");
    assertThat(event.path("path").asText()).isEqualTo("/api/v2/traces/a%2Fb");
    assertThat(event.path("httpMethod").asText()).isEqualTo("GET");
    assertThat(event.at("/queryStringParameters/tag").asText()).isEqualTo("y z");
    assertThat(event.path("multiValueQueryStringParameters").path("tag"))
        .extracting(JsonNode::asText)
        .containsExactly("x", "y z");
    assertThat(event.at("/queryStringParameters/empty").asText()).isEmpty();
    assertThat(event.at("/headers/X-One").asText()).isEqualTo("1");
    assertThat(event.at("/multiValueHeaders/X-One/0").asText()).isEqualTo("1");
    assertThat(event.at("/requestContext/httpMethod").asText()).isEqualTo("GET");
    assertThat(event.at("/pathParameters/proxy").asText()).isEqualTo("api/v2/traces/a%2Fb");
    assertThat(event.path("body").isNull()).isTrue();
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
  }

  @Test
  void aRequestWithoutAQueryHasNullParameters() throws Exception {
    send(request("/").GET());
    assertThat(event.path("queryStringParameters").isNull()).isTrue();
    assertThat(event.path("multiValueQueryStringParameters").isNull()).isTrue();
  }

  @Test
  void textTravelsAsText() throws Exception {
    send(
        request("/v1/traces")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString("{\"a\":\"ü\"}")));
    assertThat(event.path("body").asText()).isEqualTo("{\"a\":\"ü\"}");
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-protobuf", "application/json"})
  void bytesTravelInBase64WhateverTheTypeSays(String type) throws Exception {
    byte[] bytes = {0, (byte) 0xff, (byte) 0xfe, 10};
    send(
        request("/v1/traces").header("Content-Type", type).POST(BodyPublishers.ofByteArray(bytes)));
    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(event.path("body").binaryValue()).isEqualTo(bytes);
  }

  @Test
  void compressedTextTravelsInBase64() throws Exception {
    send(
        request("/v1/traces")
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofString("not really")));
    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
  }

  @Test
  void aChunkedBodyArrivesWhole() throws Exception {
    String text = "0123456789".repeat(30_000);
    send(
        request("/v1/traces")
            .header("Content-Type", "text/plain")
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))));
    assertThat(event.path("headers").toString()).contains("\"chunked\"");
    assertThat(event.path("body").asText()).isEqualTo(text);
  }

  @Test
  void theAnswersStatusHeadersAndBytesComeBack() throws Exception {
    byte[] bytes = {1, 2, (byte) 0xff};
    function =
        answering(
            """
            {"statusCode":202,"headers":{"Content-Type":"application/x-protobuf","X-A":"1"},
             "multiValueHeaders":{"X-B":["1","2"]},"isBase64Encoded":true,"body":"%s"}"""
                .formatted(Base64.getEncoder().encodeToString(bytes)));
    HttpResponse<byte[]> answer = send(request("/").GET());
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo(bytes);
    assertThat(answer.headers().firstValue("content-type")).contains("application/x-protobuf");
    assertThat(answer.headers().firstValue("x-a")).contains("1");
    assertThat(answer.headers().allValues("x-b")).isEqualTo(List.of("1", "2"));
  }

  @Test
  void aFunctionThatFailsAnswers502WithTheReason() throws Exception {
    function =
        bytes -> {
          throw new FunctionError("java.io.IOException", "table \"t\" is away");
        };
    HttpResponse<byte[]> answer = send(request("/").GET());
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(read(answer.body()).path("message").asText())
        .isEqualTo("java.io.IOException: table \"t\" is away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[1", "{\"statusCode\":200,\"body\":{}}"})
  void anAnswerThatIsNoProxyResponseIs502(String response) throws Exception {
    function = answering(response);
    HttpResponse<byte[]> answer = send(request("/").GET());
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(read(answer.body()).path("message").asText()).contains("Malformed");
  }

  @Test
  void aBodyOverTenMegabytesIsRefusedUnseen() throws Exception {
    HttpResponse<byte[]> answer =
        send(request("/v1/traces").POST(BodyPublishers.ofByteArray(new byte[(10 << 20) + 1])));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(read(answer.body()).path("message").asText()).contains("10485760");
    assertThat(event).isNull();
  }

  @Test
  void anEventOverLambdasLimitIs413() throws Exception {
    function =
        bytes -> {
          throw new FunctionError(FunctionError.TOO_LARGE, "Event of 7 MB");
        };
    assertThat(send(request("/").GET()).statusCode()).isEqualTo(413);
  }

  @Test
  void bytesThatAreNotHttpAreRefused() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", front.uri().getPort())) {
      socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 400");
    }
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(front.uri() + target));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(
        request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofByteArray());
  }

  private static LambdaFunction answering(String json) {
    return event -> json.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode read(byte[] json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
