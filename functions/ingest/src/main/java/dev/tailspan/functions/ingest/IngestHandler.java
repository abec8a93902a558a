package dev.tailspan.functions.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.FunctionMetrics;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.functions.self.Invocation;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.ingest.PolicyFileRedaction;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.wire.Limits;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Stages a batch of Kinesis records and says from which record on it must come again. */
// Without a scope Quarkus makes one for each invocation; made at the start, before there is one
@Singleton
@Startup
public final class IngestHandler implements RequestStreamHandler {
  private final Invocations invocations;
  private final IngestBatch batch;
  private final Supplier<Optional<String>> redactionTrouble;
  private final Optional<String> measuredStream;
  private final LongSupplier nowMillis;

  /** As Lambda makes it, from the environment. */
  public IngestHandler() {
    this(Invocations.ofLambda("ingest", System.getenv()));
  }

  private IngestHandler(Invocations invocations) {
    this(invocations, new Connections(System.getenv(), invocations.calls()));
  }

  private IngestHandler(Invocations invocations, Connections connections) {
    this(invocations, connections, connections.redaction());
  }

  private IngestHandler(
      Invocations invocations, Connections connections, PolicyFileRedaction redaction) {
    this(
        invocations,
        batch(connections, redaction),
        redaction::trouble,
        connections.measuredStream(),
        System::currentTimeMillis);
  }

  /**
   * @param redactionTrouble what is wrong with the rules the last batch was redacted by
   * @param measuredStream empty logs no metrics
   */
  public IngestHandler(
      Invocations invocations,
      IngestBatch batch,
      Supplier<Optional<String>> redactionTrouble,
      Optional<String> measuredStream,
      LongSupplier nowMillis) {
    this.invocations = invocations;
    this.batch = batch;
    this.redactionTrouble = redactionTrouble;
    this.measuredStream = measuredStream;
    this.nowMillis = nowMillis;
  }

  private static IngestBatch batch(Connections connections, PolicyFileRedaction redaction) {
    Settings settings = connections.settings();
    return new IngestBatch(
        connections.staging(),
        connections.watermarks(),
        connections.quarantine(),
        connections.meter(),
        new IngestSettings(
            settings.layout(),
            Limits.DEFAULT,
            BlockSizes.DEFAULT,
            settings.slackMillis(),
            settings.stagingTtlSeconds()),
        redaction);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    invocations.run(context, invocation -> ingest(event, answer, invocation));
  }

  private void ingest(InputStream event, OutputStream answer, Invocation invocation)
      throws IOException {
    long now = nowMillis.getAsLong();
    KinesisEvents records = KinesisEvents.read(event);
    if (records.own()) {
      // Else each trace of ours would make the next one.
      invocation.discardTrace();
    }
    IngestResult result = batch.ingest(records.records(), now / 1000);
    redactionTrouble.get().ifPresent(trouble -> invocation.warn("redaction: " + trouble));
    result.problems().forEach(why -> invocation.warn("a batch must come again: " + why));
    if (!result.failedSequenceNumbers().isEmpty()) {
      invocation.failed("some records must come again");
    }
    invocation.set("tailspan.records", result.counts().records());
    invocation.set("tailspan.spans", result.counts().spans());
    measuredStream.ifPresent(stream -> invocation.metrics(metrics(stream, now, result)));
    KinesisEvents.writeFailures(answer, result.failedSequenceNumbers());
  }

  private static FunctionMetrics metrics(String stream, long now, IngestResult result) {
    IngestCounts counts = result.counts();
    return new FunctionMetrics("ingest", stream, now)
        .count(FunctionMetrics.RECORDS, counts.records())
        .count(FunctionMetrics.SPANS, counts.spans())
        .count(FunctionMetrics.QUARANTINED_RECORDS, counts.quarantinedRecords())
        .count(FunctionMetrics.MOVED_RECORDS, counts.movedRecords())
        .count(FunctionMetrics.FAILED_BATCHES, result.failedSequenceNumbers().size());
  }
}
