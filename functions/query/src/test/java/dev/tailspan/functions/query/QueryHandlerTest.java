package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.functions.common.TestContext;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.functions.self.TestInvocations;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryHandlerTest {
  private final Api api = new Api(Pipeline.EVERYTHING);
  private final TestContext context = new TestContext();

  @Test
  void anEventIsAnsweredAsAProxyResponse() throws Exception {
    JsonNode answer = ask("/api/v1/services");
    assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
    assertThat(answer.path("headers").path("Content-Type").asText()).isEqualTo("application/json");
    assertThat(answer.path("body").asText()).isEqualTo("{\"services\":[]}");
    assertThat(context.log()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "index.find, traces/0000000000000001",
    "decisions.cursor, traces/0000000000000001",
    "staging.list, traces/0000000000000001",
    "index.segments, traces",
    "stats.newest, services",
    "stats.newest, dependencies",
    "watermarks.all, status",
    "decisions.cursors, status",
    "policies.current, status"
  })
  void aStoreThatFailsIsABadGatewayAndIsLogged(String operation, String path) throws Exception {
    api.send(api.trace(1, "payment", 20));
    fail(operation, () -> new StorageException("secret table name"));

    JsonNode answer = ask("/api/v1/" + path);

    assertThat(answer.path("statusCode").asInt()).isEqualTo(502);
    assertThat(answer.path("body").asText()).contains("a store failed").doesNotContain("secret");
    assertThat(context.log()).contains("secret table name").contains("StorageException");
  }

  @Test
  void whatNobodyExpectedIsAServerErrorWithoutInternalsAndIsLogged() throws Exception {
    fail("index.find", () -> new IllegalStateException("secret"));
    api.send(api.trace(1, "payment", 20));

    JsonNode answer = ask("/api/v1/traces/0000000000000001");

    assertThat(answer.path("statusCode").asInt()).isEqualTo(500);
    JsonNode error = new ObjectMapper().readTree(answer.path("body").asText()).path("error");
    assertThat(error.path("message").asText()).isNotEmpty().doesNotContain("secret");
    assertThat(context.log()).contains("secret").contains("IllegalStateException");
  }

  @Test
  void anEventThatIsNoRequestIsAServerErrorInTheLog() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new QueryHandler(Invocations.untraced("query"), api.own)
        .handleRequest(
            new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), out, context);
    assertThat(new ObjectMapper().readTree(out.toByteArray()).path("statusCode").asInt())
        .isEqualTo(500);
    assertThat(context.log()).contains("httpMethod or path is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "traces/00f067aa0ba902b7/decision, GET /api/v1/traces/{id}/decision",
    "traces/0af7651916cd43dd8448eb211c80319c, GET /api/v1/traces/{id}",
    "status, GET /api/v1/status",
    "traces/zzz, GET other",
  })
  void aRequestIsASpanNamedByItsRoute(String path, String name) throws Exception {
    TestInvocations own = new TestInvocations("query");
    ask(own.invocations(), "/api/v1/" + path);
    assertThat(own.published().get(0).get(0).name()).isEqualTo(name);
  }

  private void fail(String operation, Supplier<RuntimeException> failure) {
    api.pipeline.faults.failAll(operation, failure);
  }

  private JsonNode ask(String path) throws IOException {
    return ask(Invocations.untraced("query"), path);
  }

  private JsonNode ask(Invocations invocations, String path) throws IOException {
    String event =
        """
        {"httpMethod": "GET", "path": "%s", "headers": {"Accept": "application/json"},
         "multiValueQueryStringParameters": null, "body": null, "isBase64Encoded": false}"""
            .formatted(path);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new QueryHandler(invocations, api.own)
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, context);
    return new ObjectMapper().readTree(out.toByteArray());
  }
}
