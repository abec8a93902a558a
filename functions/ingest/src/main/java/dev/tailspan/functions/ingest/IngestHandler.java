package dev.tailspan.functions.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.FunctionMetrics;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.wire.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Stages a batch of Kinesis records and says from which record on it must come again. */
public final class IngestHandler implements RequestStreamHandler {
  private final IngestBatch batch;
  private final Optional<String> measuredStream;
  private final LongSupplier nowMillis;

  /** As Lambda makes it, from the environment. */
  public IngestHandler() {
    this(new Connections(System.getenv()));
  }

  private IngestHandler(Connections connections) {
    this(batch(connections), connections.measuredStream(), System::currentTimeMillis);
  }

  /**
   * @param measuredStream empty logs no metrics
   */
  public IngestHandler(IngestBatch batch, Optional<String> measuredStream, LongSupplier nowMillis) {
    this.batch = batch;
    this.measuredStream = measuredStream;
    this.nowMillis = nowMillis;
  }

  private static IngestBatch batch(Connections connections) {
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
            settings.stagingTtlSeconds()));
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    long now = nowMillis.getAsLong();
    IngestResult result = batch.ingest(KinesisEvents.read(event), now / 1000);
    measuredStream.ifPresent(
        stream -> context.getLogger().log(metrics(stream, now, result).line() + "\n"));
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
