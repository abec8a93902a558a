package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.Span;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.pipeline.Spans;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnApiTest {
  private final Api api = new Api(Pipeline.ERRORS_ONLY);

  @Test
  void servicesAndOperationsComeFromDroppedTracesToo() {
    api.send(api.trace(1, "payment", 20));
    api.decide();

    assertThat(api.get("/api/v1/services").body())
        .asString()
        .isEqualTo("{\"services\":[\"frontend\",\"payment\"]}");
    JsonNode operations =
        Api.json(api.get("/api/v1/operations?service=payment")).path("operations");
    assertThat(operations).hasSize(1);
    assertThat(operations.get(0).path("name").asText()).isEqualTo("Charge");
    assertThat(operations.get(0).path("kind").asText()).isEqualTo("server");
    assertThat(operations.get(0).path("calls").asInt()).isEqualTo(1);
  }

  @Test
  void dependenciesCountEveryTraceKeptOrNot() {
    for (int i = 1; i <= 99; i++) {
      api.send(api.trace(i, "payment", 22));
    }
    List<Span> failed = api.trace(100, "payment", 202);
    api.send(List.of(failed.get(0), Spans.failed(failed.get(1))));
    api.decide();

    JsonNode edges = Api.json(api.get("/api/v1/dependencies")).path("edges");

    assertThat(edges).hasSize(1);
    JsonNode edge = edges.get(0);
    assertThat(edge.path("parent").asText()).isEqualTo("frontend");
    assertThat(edge.path("child").asText()).isEqualTo("payment");
    assertThat(edge.path("calls").asInt()).isEqualTo(100);
    assertThat(edge.path("errors").asInt()).isEqualTo(1);
    assertThat(edge.path("p50Millis").asDouble())
        .isCloseTo(20, org.assertj.core.data.Percentage.withPercentage(3));
    assertThat(edge.path("p99Millis").asDouble()).isBetween(19.0, 207.0);
  }

  @Test
  void statisticsAreOfTheHoursAskedFor() {
    long before = api.pipeline.clock.getAsLong();
    api.send(api.trace(1, "payment", 20));
    api.decide();
    // The statistics of an hour are sealed by the first step after it.
    api.pipeline.wait(Duration.ofMinutes(70));
    api.decide();
    api.pipeline.wait(Duration.ofHours(5));
    assertThat(api.get("/api/v1/services").body()).asString().isEqualTo("{\"services\":[]}");
    assertThat(api.get("/api/v1/services?start=" + before + "&end=" + (before + 200_000)).body())
        .asString()
        .contains("payment");
  }

  @ParameterizedTest
  @CsvSource({
    "operations, service",
    "operations?service=, service",
    "operations?service=a&x=1, x",
    "services?service=a, service",
    "services?start=never, start",
    "services?end=never, end",
    "dependencies?limit=5, limit",
    "dependencies?start=2026-11-24T10:00:00Z&end=2026-11-24T09:00:00Z, end",
    "dependencies?start=2026-11-20T10:00:00Z&end=2026-11-24T09:00:00Z, start",
    "dependencies?start=0&end=9000000000000000000, start",
    "status?verbose=1, verbose",
    "policies?version=1, version",
    "policies/0123456789ab?raw=1, raw",
    "traces/00000000000000010000000000000001?raw=1, raw"
  })
  void aBadParameterIsABadRequestThatNamesIt(String path, String name) {
    ProxyResponse response = api.get("/api/v1/" + path);
    assertThat(response.status()).isEqualTo(400);
    JsonNode error = Api.json(response).path("error");
    assertThat(error.path("parameter").asText()).isEqualTo(name);
    assertThat(error.path("message").asText()).startsWith(name + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1", "/api/v1/trace", "/api/v2/traces", "/api/v1/traces/"})
  void otherPathsAreNotFound(String path) {
    ProxyResponse response = api.get(path);
    assertThat(response.status()).isEqualTo(404);
    assertThat(Api.json(response).path("error").path("message").asText()).contains(path);
  }

  @Test
  void onlyGetIsAllowed() {
    ProxyResponse response = api.own.answer(Api.request("POST", "/api/v1/traces", Map.of()));
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers()).containsEntry("Allow", "GET");
  }

  @Test
  void theStatusSaysWhereEveryShardStandsAndWhatWentThroughIt() {
    api.send(api.trace(1, "payment", 20));
    api.pipeline.stream.put(0, "no spans at all".getBytes(StandardCharsets.UTF_8));
    api.pipeline.ingest(10);
    api.pipeline.wait(Duration.ofSeconds(7));

    JsonNode status = Api.json(api.get("/api/v1/status"));

    JsonNode shard = status.path("shards").get(0);
    assertThat(shard.path("shardId").asText()).isEqualTo("shardId-000000000000");
    assertThat(shard.path("lagMillis").asLong()).isEqualTo(7000 + Pipeline.SLACK_MILLIS);
    assertThat(shard.path("stagedUpTo").asText()).isEqualTo(status.path("lowWatermark").asText());
    assertThat(shard.path("spans").asInt()).isEqualTo(2);
    assertThat(shard.path("quarantinedRecords").asInt()).isEqualTo(1);
    JsonNode ingest = status.path("ingest");
    assertThat(ingest.path("records").asInt()).isEqualTo(2);
    assertThat(ingest.path("spansReceived").asInt()).isEqualTo(2);
    assertThat(ingest.path("spans").asInt()).isEqualTo(2);
    assertThat(ingest.path("quarantinedRecords").asInt()).isEqualTo(1);
  }

  @Test
  void theStatusCountsDroppedTracesByTheDropPolicyThatDroppedThem() {
    Api dropping =
        new Api(
            """
            policies:
              - {name: all, type: always_sample}
              - name: pairs
                type: drop
                drop: {drop_sub_policy: [{name: two, type: span_count, span_count: {min_spans: 2}}]}
            """);
    dropping.send(dropping.trace(1, "payment", 20));
    dropping.decide();

    JsonNode decisions = Api.json(dropping.get("/api/v1/status")).path("decisions");

    assertThat(decisions.path("droppedByPolicy").toString()).isEqualTo("{\"pairs\":1}");
  }

  @Test
  void theStatusCountsTracesByPolicyAndWhatTheyCost() {
    api.pipeline.meter.add(new dev.tailspan.storage.Usage(8, 4, 2, 1, 100, 50));
    api.send(api.trace(1, "payment", 20));
    List<Span> failed = api.trace(2, "payment", 20);
    api.send(List.of(failed.get(0), Spans.failed(failed.get(1))));
    api.decide();

    JsonNode status = Api.json(api.get("/api/v1/status"));

    JsonNode decisions = status.path("decisions");
    assertThat(decisions.path("traces").asInt()).isEqualTo(2);
    assertThat(decisions.path("keptByPolicy").toString()).isEqualTo("{\"errors\":1}");
    assertThat(decisions.path("dropped").asInt()).isEqualTo(1);
    JsonNode used = status.path("usage").path("ingest");
    assertThat(used.path("writeUnits").asDouble()).isEqualTo(8);
    assertThat(used.path("readUnits").asDouble()).isEqualTo(4);
    assertThat(used.path("puts").asInt()).isEqualTo(2);
    assertThat(used.path("gets").asInt()).isEqualTo(1);
    JsonNode cost = status.path("cost");
    assertThat(cost.path("pricesAsOf").asText()).matches("\\d{4}-\\d{2}");
    // 8 units of 0.625 dollars a million, over 4 spans.
    assertThat(cost.path("parts").path("dynamodbWrites").asDouble())
        .isCloseTo(1.25, org.assertj.core.data.Offset.offset(1e-9));
    double sum = 0;
    for (JsonNode part : cost.path("parts")) {
      sum += part.asDouble();
    }
    assertThat(cost.path("dollarsPerMillionSpans").asDouble())
        .isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void beforeTheFirstSpanThereIsAStatusToo() {
    JsonNode status = Api.json(api.get("/api/v1/status"));
    assertThat(status.path("shards")).isEmpty();
    assertThat(status.path("cost").path("dollarsPerMillionSpans").asDouble()).isZero();
  }
}
