package dev.tailspan.functions.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.functions.common.TestContext;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.functions.self.TestInvocations;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.RedactionSource;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Span;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.pipeline.Spans;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IngestHandlerTest {
  private final TestContext context = new TestContext();
  private final TestInvocations own = new TestInvocations("ingest");

  @Test
  void whatBecameOfABatchIsLoggedAsMetrics() throws Exception {
    JsonNode answer = deliver(Optional.of("spans"));

    assertThat(answer.path("batchItemFailures")).isEmpty();
    JsonNode line = new ObjectMapper().readTree(context.log());
    assertThat(line.path("Stream").asText()).isEqualTo("spans");
    assertThat(line.path("Records").asInt()).isEqualTo(2);
    assertThat(line.path("Spans").asInt()).isEqualTo(3);
    assertThat(line.path("QuarantinedRecords").asInt()).isEqualTo(1);
    assertThat(line.path("FailedBatches").asInt(-1)).isZero();
  }

  @Test
  void whereNobodyMeasuresNothingIsLogged() throws Exception {
    deliver(Optional.empty());
    assertThat(context.log()).isEmpty();
  }

  @Test
  void aBatchIsTracedUnlessItHoldsTracesOfOurOwnOnly() throws Exception {
    deliver(Optional.empty(), own.invocations(), "tailspan-own-1");
    assertThat(own.published()).isEmpty();

    deliver(Optional.empty(), own.invocations(), "other");
    assertThat(own.published()).hasSize(1);
    Span span = own.published().get(0).get(0);
    assertThat(span.name()).isEqualTo("ingest");
    assertThat(span.attributes().get("tailspan.spans")).isEqualTo(new AttributeValue.IntValue(3));
  }

  @Test
  void whatSpansAndPoisonHoldIsNotLogged() throws Exception {
    deliver(Optional.of("spans"));
    assertThat(context.log()).hasLineCount(1).doesNotContain("poison").doesNotContain("shop");
  }

  private JsonNode deliver(Optional<String> measuredStream) throws IOException {
    return deliver(measuredStream, Invocations.untraced("ingest"), "1");
  }

  /** A trace of three spans and a record that is none. */
  private JsonNode deliver(Optional<String> measuredStream, Invocations invocations, String key)
      throws IOException {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    IngestBatch batch = pipeline.newIngest(RedactionSource.NONE);
    String event =
        "{\"Records\":[%s,%s]}"
            .formatted(
                record(1, key, OtlpProto.encode(new Spans(1).trace(3)), pipeline),
                record(2, key, "poison".getBytes(StandardCharsets.UTF_8), pipeline));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new IngestHandler(invocations, batch, Optional::empty, measuredStream, pipeline.clock)
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, context);
    return new ObjectMapper().readTree(answer.toByteArray());
  }

  private static String record(int number, String key, byte[] data, Pipeline pipeline) {
    return """
        {"eventID":"shardId-0:%d","kinesis":{"sequenceNumber":"%d","partitionKey":"%s","data":"%s",
         "approximateArrivalTimestamp":%d}}"""
        .formatted(
            number,
            number,
            key,
            Base64.getEncoder().encodeToString(data),
            pipeline.clock.getAsLong() / 1000);
  }
}
