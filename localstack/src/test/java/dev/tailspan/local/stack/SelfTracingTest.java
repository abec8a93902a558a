package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What the functions say of themselves: traces that end, and logs. */
class SelfTracingTest {
  private static final String ALL =
      "tail_sampling: {decision_wait: 1s, policies: [{name: all, type: always_sample}]}";
  private static final String CANARY = "canary-4711";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Steps, schedule and quiet period are of a second here: what is to come comes in that time. */
  private static final int QUIET_SECONDS = 10;

  @Test
  void aRequestMakesAFewOwnTracesThatAreLookedUpLikeOthersAndThenItIsQuiet(@TempDir Path data)
      throws Exception {
    try (RunningStack running = RunningStack.startTracingItself(data, ALL)) {
      List<Span> spans = hostile(TestTraces.trace(1, 3));
      new OtlpHttpSender(running.stack.endpoints().otlp()).send(spans);
      awaitOwn(running, 3);
      Thread.sleep(QUIET_SECONDS * 1000);
      // Of collect, which took the request; of ingest, which staged its record; and of finalize,
      // which decided its trace. Those three are staged and decided too, and make none.
      assertThat(own(running)).hasSize(3);

      running.kinesis.putRecord(
          r ->
              r.streamName(running.stack.stream())
                  .partitionKey("1")
                  .data(SdkBytes.fromUtf8String("poison \n" + CANARY)));
      running.api.await(spans.get(0).traceId().hex(), "kept");
      for (String service : List.of("collect", "ingest", "finalize", "query")) {
        JsonNode found = awaitService(running, "tailspan-" + service);
        assertThat(found.path("summary").path("rootService").asText())
            .isEqualTo("tailspan-" + service);
      }
    }
    onlyLinesOfJsonWithoutContent(data.resolve("logs"));
  }

  @Test
  void aQueryContinuesTheTraceOfItsCaller(@TempDir Path data) throws Exception {
    try (RunningStack running = RunningStack.startTracingItself(data, ALL)) {
      List<Span> caller = TestTraces.trace(2, 1);
      Span client = caller.get(0);
      new KinesisSender(running.kinesis, running.stack.stream(), 1).send(caller);
      URI uri = running.stack.endpoints().query().resolve("/api/v1/services");
      String parent = "00-" + client.traceId().hex() + "-" + client.spanId().hex() + "-01";
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(uri).header("traceparent", parent).build(),
              BodyHandlers.discarding());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      List<Span> all = List.of();
      while (all.size() < 2 && System.nanoTime() < deadline) {
        Thread.sleep(500);
        if (running.api.trace(client.traceId().hex()).state().equals("kept")) {
          all = running.api.spans(client.traceId().hex());
        }
      }
      assertThat(all)
          .anySatisfy(
              span -> {
                assertThat(span.name()).isEqualTo("GET /api/v1/services");
                assertThat(span.parentSpanId()).isEqualTo(client.spanId());
                assertThat(span.resource().serviceName()).isEqualTo("tailspan-query");
              });
    }
  }

  private static List<Span> hostile(List<Span> spans) {
    List<Span> changed = new ArrayList<>(spans);
    changed.set(
        0,
        spans.get(0).toBuilder()
            .name("GET /\n{\"level\":\"ERROR\"} \u001b[31m" + CANARY)
            .attributes(Attributes.ofStrings("password", CANARY))
            .build());
    return changed;
  }

  private static void awaitOwn(RunningStack running, int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (own(running).size() < count && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
  }

  /** Records on the stream in which functions trace themselves. */
  private static List<Record> own(RunningStack running) {
    List<Record> own = new ArrayList<>();
    String stream = running.stack.stream();
    for (Shard shard : running.kinesis.listShards(r -> r.streamName(stream)).shards()) {
      String iterator =
          running
              .kinesis
              .getShardIterator(
                  r ->
                      r.streamName(stream)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      running.kinesis.getRecords(r -> r.shardIterator(iterator)).records().stream()
          .filter(record -> record.partitionKey().startsWith("tailspan-own-"))
          .forEach(own::add);
    }
    return own;
  }

  private static JsonNode awaitService(RunningStack running, String service) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode found = running.api.json("traces?limit=1&service=" + service).path("traces");
    while (found.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(500);
      found = running.api.json("traces?limit=1&service=" + service).path("traces");
    }
    return found.path(0);
  }

  private static void onlyLinesOfJsonWithoutContent(Path logs) throws Exception {
    ObjectMapper json = new ObjectMapper();
    for (String function : List.of("collect", "ingest", "finalize", "query")) {
      Path log = logs.resolve(function + ".log");
      String text = Files.readString(log, StandardCharsets.UTF_8);
      assertThat(text).as(log.toString()).doesNotContain(CANARY);
      for (String line : text.lines().toList()) {
        assertThat(json.readTree(line).isObject()).as(line).isTrue();
      }
    }
  }
}
