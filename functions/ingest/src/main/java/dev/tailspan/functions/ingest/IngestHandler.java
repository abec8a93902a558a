package dev.tailspan.functions.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.wire.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongSupplier;

/** Stages a batch of Kinesis records and says from which record on it must come again. */
public final class IngestHandler implements RequestStreamHandler {
  private final IngestBatch batch;
  private final LongSupplier nowMillis;

  /** As Lambda makes it, from the environment. */
  public IngestHandler() {
    this(batch(new Connections(System.getenv())), System::currentTimeMillis);
  }

  IngestHandler(IngestBatch batch, LongSupplier nowMillis) {
    this.batch = batch;
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
    IngestResult result = batch.ingest(KinesisEvents.read(event), nowMillis.getAsLong() / 1000);
    KinesisEvents.writeFailures(answer, result.failedSequenceNumbers());
  }
}
