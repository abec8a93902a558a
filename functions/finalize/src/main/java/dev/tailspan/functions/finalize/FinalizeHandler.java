package dev.tailspan.functions.finalize;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.decide.FinalizeStores;
import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.decide.LowWatermark;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.kinesis.KinesisStreams;
import dev.tailspan.stores.parquet.S3ObjectFiles;
import dev.tailspan.stores.s3.S3Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Decides what is due in all buckets, as far as the time of the invocation goes. */
public final class FinalizeHandler implements RequestStreamHandler {
  /** What a step may still need once the time is nearly up: at most a quarter of the time. */
  private static final int MARGIN_MILLIS = 15_000;

  private final FinalizeTraces traces;
  private final LowWatermark watermark;
  private final int buckets;
  private final LongSupplier nowMillis;

  /** As Lambda makes it, from the environment. */
  public FinalizeHandler() {
    this(new Connections(System.getenv()));
  }

  private FinalizeHandler(Connections connections) {
    Settings settings = connections.settings();
    // Spans become objects of about their own size while a step is decided.
    long maxLoadedBytes = Runtime.getRuntime().maxMemory() / 4;
    this.traces =
        new FinalizeTraces(
            new FinalizeStores(
                connections.staging(),
                connections.watermarks(),
                connections.decisions(),
                connections.stats(),
                connections.index(),
                S3ObjectFiles.archiveIn(
                    S3Stores.client(connections.connection()),
                    settings.archiveBucket(),
                    connections.meter()),
                connections.policies(),
                connections.meter()),
            settings.deciding(maxLoadedBytes));
    this.watermark =
        new LowWatermark(
            KinesisStreams.connect(connections.connection(), settings.stream()).spans(),
            connections.watermarks(),
            settings.slackMillis(),
            settings.maxRecordAgeSeconds() * 1000,
            settings.stepSeconds() * 1000);
    this.buckets = settings.layout().buckets();
    this.nowMillis = System::currentTimeMillis;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    int margin = Math.min(MARGIN_MILLIS, context.getRemainingTimeInMillis() / 4);
    OptionalLong low = watermark.compute(nowMillis.getAsLong());
    if (low.isEmpty()) {
      throw new StorageException("the stream has no shard that can be read");
    }
    FinalizeTraces.Outcome outcome =
        traces.run(0, buckets, low.getAsLong(), () -> context.getRemainingTimeInMillis() > margin);
    traces
        .policyProblem()
        .ifPresent(problem -> context.getLogger().log("policy file refused: " + problem));
    write(answer, low.getAsLong(), outcome);
  }

  private static void write(OutputStream answer, long low, FinalizeTraces.Outcome outcome)
      throws IOException {
    try (JsonGenerator out = new JsonFactory().createGenerator(answer)) {
      out.writeStartObject();
      out.writeNumberField("lowWatermarkMillis", low);
      out.writeBooleanField("done", outcome.done());
      out.writeNumberField("steps", outcome.steps());
      out.writeNumberField("stepsBehind", outcome.stepsBehind());
      out.writeNumberField("traces", outcome.counts().traces());
      out.writeNumberField("kept", outcome.counts().kept());
      out.writeEndObject();
    }
  }
}
