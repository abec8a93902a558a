package dev.tailspan.functions.finalize;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.decide.FinalizeStores;
import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.decide.LowWatermark;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.FunctionMetrics;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.functions.self.Invocation;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.storage.CurrentPolicy;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.kinesis.KinesisStreams;
import dev.tailspan.stores.parquet.S3ObjectFiles;
import dev.tailspan.stores.s3.S3Stores;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Decides what is due, as far as the time of the invocation goes. An event of the schedule plans:
 * with a fan-out above 1 it hands ranges of buckets to further invocations of this function, and
 * works itself on those it could not hand over. Whatever is cut off is done again a minute later.
 */
// Without a scope Quarkus makes one for each invocation; made at the start, before there is one
@Singleton
@Startup
public final class FinalizeHandler implements RequestStreamHandler {
  /** What a step may still need once the time is nearly up: at most a quarter of the time. */
  private static final int MARGIN_MILLIS = 15_000;

  private final Invocations invocations;
  private final FinalizeTraces traces;
  private final LowWatermark watermark;
  private final int buckets;
  private final int fanout;
  private final Workers workers;
  private final Optional<String> measuredStream;
  private final LongSupplier nowMillis;

  /** As Lambda makes it, from the environment. */
  public FinalizeHandler() {
    this(Invocations.ofLambda("finalize", System.getenv()));
  }

  private FinalizeHandler(Invocations invocations) {
    this(invocations, new Connections(System.getenv(), invocations.calls()));
  }

  private FinalizeHandler(Invocations invocations, Connections connections) {
    this(
        invocations,
        traces(connections),
        watermark(connections),
        connections.settings().layout().buckets(),
        connections.settings().finalizeFanout(),
        workers(connections),
        connections.measuredStream(),
        System::currentTimeMillis);
  }

  /**
   * @param measuredStream empty logs no metrics
   */
  public FinalizeHandler(
      Invocations invocations,
      FinalizeTraces traces,
      LowWatermark watermark,
      int buckets,
      int fanout,
      Workers workers,
      Optional<String> measuredStream,
      LongSupplier nowMillis) {
    this.invocations = invocations;
    this.traces = traces;
    this.watermark = watermark;
    this.buckets = buckets;
    this.fanout = fanout;
    this.workers = workers;
    this.measuredStream = measuredStream;
    this.nowMillis = nowMillis;
  }

  private static FinalizeTraces traces(Connections connections) {
    Settings settings = connections.settings();
    // Spans become objects of about their own size while a step is decided.
    long maxLoadedBytes = Runtime.getRuntime().maxMemory() / 4;
    return new FinalizeTraces(
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
            connections.meter()),
        connections.policies(),
        settings.deciding(maxLoadedBytes));
  }

  private static LowWatermark watermark(Connections connections) {
    Settings settings = connections.settings();
    return new LowWatermark(
        KinesisStreams.connect(connections.connection(), settings.stream()).spans(),
        connections.watermarks(),
        settings.slackMillis(),
        settings.maxRecordAgeSeconds() * 1000,
        settings.stepSeconds() * 1000);
  }

  /** Without a fan-out none is ever started, and no client is made. */
  private static Workers workers(Connections connections) {
    if (connections.settings().finalizeFanout() > 1) {
      return LambdaWorkers.connect(connections.connection());
    }
    return (functionArn, share) -> {
      throw new StorageException("TAILSPAN_FINALIZE_FANOUT is 1");
    };
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    invocations.run(context, invocation -> decide(event, answer, invocation));
  }

  private void decide(InputStream event, OutputStream answer, Invocation invocation)
      throws IOException {
    Context context = invocation.context();
    Optional<Share> mine = Share.read(event, buckets);
    List<Share> here = mine.isPresent() ? List.of(mine.get()) : plan(invocation);
    int margin = Math.min(MARGIN_MILLIS, context.getRemainingTimeInMillis() / 4);
    List<FinalizeTraces.Outcome> outcomes = new ArrayList<>();
    OwnTracesOnly own = new OwnTracesOnly();
    for (Share share : here) {
      outcomes.add(
          traces.run(
              share.fromBucket(),
              share.toBucket(),
              share.lowWatermarkMillis(),
              nowMillis.getAsLong(),
              () -> context.getRemainingTimeInMillis() > margin,
              own));
    }
    if (own.isSo()) {
      // Else each trace of ours would make the next one.
      invocation.discardTrace();
    }
    invocation.set("tailspan.traces", counts(outcomes).traces());
    invocation.set("tailspan.kept_traces", counts(outcomes).kept());
    long refused = outcomes.stream().mapToLong(FinalizeTraces.Outcome::refusedPolicyLoads).sum();
    Optional<CurrentPolicy> file = traces.refusedPolicy();
    if (refused > 0 && file.isPresent()) {
      invocation.warn(
          "the policy file is refused, an older one is in force",
          RefusedPolicyLine.of(file.get(), refused));
    }
    long expired = counts(outcomes).expiredSteps();
    if (expired > 0) {
      invocation.warn(
          expired
              + " steps were decided when staged spans of theirs may have expired:"
              + " finalize stood still for longer than TAILSPAN_STAGING_TTL_SECONDS");
    }
    measuredStream.ifPresent(stream -> invocation.metrics(metrics(stream, here, outcomes)));
    write(answer, here, outcomes);
  }

  /** The lag is said by whoever worked: where all was handed over, by those it went to. */
  private FunctionMetrics metrics(
      String stream, List<Share> here, List<FinalizeTraces.Outcome> outcomes) {
    long now = nowMillis.getAsLong();
    DecisionCounts counts = counts(outcomes);
    FunctionMetrics metrics =
        new FunctionMetrics("finalize", stream, now)
            .count(FunctionMetrics.TRACES, counts.traces())
            .count(FunctionMetrics.KEPT_TRACES, counts.kept())
            .count(FunctionMetrics.STEPS_BEHIND, stepsBehind(outcomes))
            .count(FunctionMetrics.EXPIRED_STEPS, counts.expiredSteps())
            .count(FunctionMetrics.POLICY_REFUSED, traces.refusedPolicy().isPresent() ? 1 : 0);
    return here.isEmpty()
        ? metrics
        : metrics.millis(FunctionMetrics.WATERMARK_LAG, now - here.get(0).lowWatermarkMillis());
  }

  private static long stepsBehind(List<FinalizeTraces.Outcome> outcomes) {
    return outcomes.stream().mapToLong(FinalizeTraces.Outcome::stepsBehind).max().orElse(0);
  }

  private static DecisionCounts counts(List<FinalizeTraces.Outcome> outcomes) {
    return outcomes.stream()
        .map(FinalizeTraces.Outcome::counts)
        .reduce(DecisionCounts.NONE, DecisionCounts::plus);
  }

  /** Hands out shares; returns those that are left to do here. */
  private List<Share> plan(Invocation invocation) {
    OptionalLong low = watermark.compute(nowMillis.getAsLong());
    if (low.isEmpty()) {
      throw new StorageException("the stream has no shard that can be read");
    }
    List<Share> shares = Share.split(buckets, fanout, low.getAsLong());
    if (shares.size() == 1) {
      return shares;
    }
    List<Share> here = new ArrayList<>();
    for (Share share : shares) {
      try {
        workers.start(invocation.context().getInvokedFunctionArn(), share);
      } catch (StorageException e) {
        invocation.warn("worked on here: " + share + ": " + e.getMessage());
        here.add(share);
      }
    }
    return here;
  }

  private static void write(
      OutputStream answer, List<Share> here, List<FinalizeTraces.Outcome> outcomes)
      throws IOException {
    DecisionCounts counts = counts(outcomes);
    try (JsonGenerator out = new JsonFactory().createGenerator(answer)) {
      out.writeStartObject();
      if (!here.isEmpty()) {
        out.writeNumberField("lowWatermarkMillis", here.get(0).lowWatermarkMillis());
      }
      out.writeNumberField(
          "buckets", here.stream().mapToInt(s -> s.toBucket() - s.fromBucket()).sum());
      out.writeBooleanField("done", outcomes.stream().allMatch(FinalizeTraces.Outcome::done));
      out.writeNumberField(
          "steps", outcomes.stream().mapToInt(FinalizeTraces.Outcome::steps).sum());
      out.writeNumberField("stepsBehind", stepsBehind(outcomes));
      out.writeNumberField("traces", counts.traces());
      out.writeNumberField("kept", counts.kept());
      out.writeNumberField("expiredSteps", counts.expiredSteps());
      out.writeNumberField(
          "refusedPolicyLoads",
          outcomes.stream().mapToLong(FinalizeTraces.Outcome::refusedPolicyLoads).sum());
      out.writeEndObject();
    }
  }
}
