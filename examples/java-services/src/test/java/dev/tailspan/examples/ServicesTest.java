package dev.tailspan.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.Progress;
import dev.tailspan.local.stack.StackSettings;
import dev.tailspan.policy.PolicyReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both services as they are run by hand, through the whole of Tailspan to a lookup. */
class ServicesTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String POLICIES =
      """
      tail_sampling:
        decision_wait: 2s
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
          - {name: marked, type: debug}
      """;
  private static final Pattern IDS =
      Pattern.compile("\\[trace_id=([0-9a-f]{32}) span_id=[0-9a-f]{16}]");

  private static LocalStack stack;
  private static List<String> shopLog;
  private static List<String> pricesLog;

  @BeforeAll
  static void serve(@TempDir Path data) throws Exception {
    for (String function : List.of("ingest", "finalize", "query", "collect")) {
      Path zip = ROOT.resolve(Path.of("functions", function, "target", "function.zip"));
      assumeTrue(Files.isRegularFile(zip), zip + " is not built: './mvnw verify' builds it");
    }
    Optional<byte[]> policies = Optional.of(POLICIES.getBytes(StandardCharsets.UTF_8));
    stack =
        LocalStack.start(
            StackSettings.in(ROOT, data.resolve("stack"))
                .withPolicy(policies, PolicyReading.DEFAULT),
            Progress.SILENT);
    try (ServiceProcess prices =
            ServiceProcess.start(Prices.class, data, environment("prices"), "0");
        ServiceProcess shop =
            ServiceProcess.start(Shop.class, data, environment("shop"), "0", prices.address())) {
      assertThat(shop.get("/cart/1")).isEqualTo(200);
      assertThat(shop.get("/cart/6", "X-Debug-Trace", "true")).isEqualTo(200);
      assertThat(shop.get("/cart/many", "X-Debug-Trace", "true")).isEqualTo(502);
      shopLog = shop.log();
      pricesLog = prices.log();
    }
  }

  /** At the head nothing is sampled, so whatever arrives was forced. */
  private static Map<String, String> environment(String service) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_SERVICE_NAME", service);
    environment.put("OTEL_TRACES_EXPORTER", "kinesis");
    environment.put("OTEL_EXPORTER_KINESIS_STREAM", stack.stream());
    environment.put("OTEL_EXPORTER_KINESIS_ENDPOINT", stack.endpoints().kinesis().toString());
    environment.put("OTEL_PROPAGATORS", "tracecontext,baggage,tailspan-debug");
    environment.put("OTEL_TRACES_SAMPLER", "tailspan_probability");
    environment.put("OTEL_TRACES_SAMPLER_ARG", "0");
    environment.put("OTEL_METRICS_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    return environment;
  }

  @AfterAll
  static void close() {
    if (stack != null) {
      stack.close();
    }
  }

  private static JsonNode trace(String id) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode answer = get(id);
    while (!answer.path("state").asText().equals("kept") && System.nanoTime() < deadline) {
      Thread.sleep(200);
      answer = get(id);
    }
    return answer;
  }

  private static JsonNode get(String id) throws IOException, InterruptedException {
    URI uri = stack.endpoints().query().resolve("/api/v1/traces/" + id);
    return JSON.readTree(
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body());
  }

  /** The trace that the line with this text says it belongs to. */
  private static String traceId(List<String> log, String text) {
    String line = log.stream().filter(l -> l.contains(text)).findFirst().orElseThrow();
    Matcher matcher = IDS.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return matcher.group(1);
  }

  @Test
  void bothServicesLogTheIdOfTheTraceTheyWorkFor() {
    String id = traceId(shopLog, "cart 6 costs 42");
    assertThat(traceId(pricesLog, "price of 6")).isEqualTo(id);
    assertThat(traceId(pricesLog, "price of many")).isNotEqualTo(id);
    assertThat(shopLog).anyMatch(line -> line.contains("[trace_id= span_id=] Tracing - listening"));
  }

  @Test
  void theDebugHeaderKeepsTheTraceOfBothServices() throws Exception {
    JsonNode found = trace(traceId(shopLog, "cart 6 costs 42"));
    assertThat(found.path("state").asText()).isEqualTo("kept");
    assertThat(found.path("sampling").path("policy").asText()).isEqualTo("marked");
    assertThat(found.path("sampling").path("adjustedCount").asDouble()).isEqualTo(1.0);
    assertThat(found.path("summary").path("spanCount").asInt()).isEqualTo(3);
    assertThat(found.path("summary").path("rootService").asText()).isEqualTo("shop");
    assertThat(found.path("resourceSpans").findValuesAsText("name"))
        .contains("GET /cart/{id}", "GET", "GET /price/{id}");
  }

  @Test
  void aTraceThatFailedIsKeptForItsError() throws Exception {
    JsonNode found = trace(traceId(pricesLog, "price of many"));
    assertThat(found.path("sampling").path("policy").asText()).isEqualTo("errors");
    assertThat(found.path("summary").path("errorCount").asInt()).isEqualTo(3);
  }

  @Test
  void whatTheHeadDidNotSampleIsUnknown() throws Exception {
    trace(traceId(pricesLog, "price of many"));
    assertThat(get(traceId(shopLog, "cart 1 costs 7")).path("state").asText()).isEqualTo("unknown");
  }
}
