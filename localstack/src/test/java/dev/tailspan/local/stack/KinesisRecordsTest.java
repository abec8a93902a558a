package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.TraceApi.Found;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TestTraces;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import dev.tailspan.wire.Envelopes;
import dev.tailspan.wire.OtlpProto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Records straight on the stream by the AWS SDK: one batch of one shard, a bad one among them. */
class KinesisRecordsTest {
  private static final byte[] POISON = "this was never a span".getBytes(StandardCharsets.UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int POISON_AT = 1;
  private static final String ALL = "policies: [{name: all, type: always_sample}]";

  private static final List<Span> HEALTHY = TestTraces.trace(100, 6);

  private static RunningStack running;
  private static PutRecordsResponse put;

  private enum Sent {
    PLAIN,
    GZIP,
    AGGREGATED;

    List<Span> spans() {
      List<Span> spans = new ArrayList<>(TestTraces.trace(ordinal(), 8));
      spans.set(5, spans.get(5).toBuilder().status(new Status(Status.Code.ERROR, "boom")).build());
      return spans;
    }

    byte[] record() {
      List<Span> spans = spans();
      return switch (this) {
        case PLAIN -> OtlpProto.encode(spans);
        case GZIP -> Envelopes.gzip(OtlpProto.encode(spans));
        case AGGREGATED ->
            Envelopes.aggregated(
                OtlpProto.encode(spans.subList(0, 3)),
                OtlpProto.encode(HEALTHY),
                OtlpProto.encode(spans.subList(3, 8)));
      };
    }
  }

  @BeforeAll
  static void putAll(@TempDir Path data) throws Exception {
    running = RunningStack.start(data, RunningStack.policies(2));
    List<PutRecordsRequestEntry> records = new ArrayList<>();
    for (Sent sent : Sent.values()) {
      records.add(entry(sent.record()));
    }
    records.add(POISON_AT, entry(POISON));
    put =
        running.kinesis.putRecords(
            request -> request.streamName(running.stack.stream()).records(records));
    assertThat(put.failedRecordCount()).isZero();
  }

  private static PutRecordsRequestEntry entry(byte[] data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey("all on one shard")
        .data(SdkBytes.fromByteArray(data))
        .build();
  }

  @AfterAll
  static void close() {
    if (running != null) {
      running.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEnvelopeIsOpenedAndItsTraceKeptWhole(Sent sent) throws Exception {
    String id = sent.spans().get(0).traceId().hex();
    Found found = running.api.await(id, "kept");
    assertThat(found.policy()).isEqualTo("errors");
    assertThat(running.api.spans(id))
        .containsExactlyInAnyOrderElementsOf(TraceApi.keptBy("errors", sent.spans()));
  }

  @Test
  void aHealthyTraceInAnAggregatedRecordIsDroppedWithItsExplanation() throws Exception {
    Found found = running.api.await(HEALTHY.get(0).traceId().hex(), "dropped");
    assertThat(found.status()).isEqualTo(404);
    assertThat(found.json().path("explanation").path("votes").findValuesAsText("sampled"))
        .containsExactly("false", "false", "false");
    assertThat(found.json().path("summary").path("spanCount").asInt()).isEqualTo(HEALTHY.size());
  }

  @Test
  void aReplayFindsThemStagedAndArchivedAndSaysWhatAnotherFileWouldKeep() throws Exception {
    for (Sent sent : Sent.values()) {
      running.api.await(sent.spans().get(0).traceId().hex(), "kept");
    }
    running.api.await(HEALTHY.get(0).traceId().hex(), "dropped");

    JsonNode staged = running.api.replay("", ALL);
    JsonNode archived = running.api.replay("?source=archive", ALL);

    assertThat(staged.path("candidate").path("keptByPolicy").path("all").asInt()).isEqualTo(4);
    assertThat(staged.path("inForce").path("keptByPolicy").path("errors").asInt()).isEqualTo(3);
    assertThat(staged.path("gained").asInt()).isEqualTo(1);
    assertThat(staged.path("gainedExamples").path(0).path("traceId").asText())
        .isEqualTo(HEALTHY.get(0).traceId().hex());
    assertThat(archived.path("candidate").path("keptByPolicy").path("all").asInt()).isEqualTo(3);
  }

  @Test
  void thePoisonRecordLiesInQuarantineWithItsReason() throws Exception {
    List<QuarantinedRecord> quarantined;
    try (S3Objects objects =
        S3Objects.connect(running.stack.connection(), Emulators.QUARANTINE, new UsageMeter())) {
      quarantined =
          Await.until(
              PATIENCE, () -> S3Stores.quarantine(objects).list(10), records -> !records.isEmpty());
    }
    assertThat(quarantined).hasSize(1);
    QuarantinedRecord poison = quarantined.get(0);
    assertThat(poison.data()).isEqualTo(POISON);
    assertThat(poison.reason()).isEqualTo("UNKNOWN_FORMAT");
    assertThat(poison.detail()).contains("no format that can be told");
    assertThat(poison.shardId()).isEqualTo(put.records().get(POISON_AT).shardId());
    assertThat(poison.sequenceNumber()).isEqualTo(put.records().get(POISON_AT).sequenceNumber());
    Await.until(
        PATIENCE,
        () -> running.api.json("status").path("ingest").path("quarantinedRecords").asInt(),
        count -> count == 1);
  }
}
