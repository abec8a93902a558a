package dev.tailspan.benchmarks;

import dev.tailspan.benchmarks.LocalRig.SimulatedClock;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.lookup.Prices;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a million spans cost in requests, bytes and dollars: the real use cases on the real stores,
 * in DynamoDB Local and S3Proxy, with a clock of their own. Figures are counts of what the services
 * reported, so they are the same on any machine; the traffic is scaled down to what one does in a
 * minute, and ends only when every trace is decided.
 */
final class CostSection {
  private static final int SHARDS = 1;
  private static final int TRACES_PER_RECORD = 50;
  private static final int TRICKLE_TRACES = 10;
  private static final long TRICKLE_BATCH_MILLIS = 1_000;

  private final Run run;
  private final Traffic traffic;
  private final long batches;
  private final SimulatedClock clock;
  private final LocalRig.Pipeline pipeline;
  private final long startMillis;
  private long staged;
  private long receivedBytes;
  private long stagedBlocks;
  private DecisionCounts decided = DecisionCounts.NONE;
  private long nextFinalize;

  private CostSection(Run run, LocalRig rig, Traffic traffic, long spans) {
    this.run = run;
    this.traffic = traffic;
    this.batches = Math.max(1, spans / traffic.spansPerBatch());
    // The tables forget by the real clock, so simulated time begins now and runs ahead.
    this.startMillis = System.currentTimeMillis();
    this.clock = new SimulatedClock(startMillis);
    this.pipeline = rig.pipeline(traffic.name().replace(' ', '-'), new TrafficStream(), clock);
    this.nextFinalize = startMillis + LocalRig.STEP_MILLIS;
  }

  static void measure(Run run) throws Exception {
    run.withFolder(
        folder -> {
          try (LocalRig rig = new LocalRig(folder)) {
            Traffic full = Traffic.fullLoad(SHARDS, TRACES_PER_RECORD);
            new CostSection(run, rig, full, run.choose(252_000, 495_000)).run(5_000);
            new CostSection(run, rig, Traffic.normal(), run.choose(90_000, 240_000)).run(8_000);
            Traffic trickle = Traffic.trickle(TRICKLE_BATCH_MILLIS, TRICKLE_TRACES);
            new CostSection(run, rig, trickle, run.choose(60_000, 120_000)).run(90_000);
          }
        });
  }

  private void run(long aim) {
    try (pipeline) {
      for (long n = 0; n < batches; n++) {
        long at = traffic.completeAt(n, startMillis);
        finalizeUpTo(at);
        clock.advanceTo(at);
        stage(traffic.batch(n, startMillis));
        run.progress(traffic.name() + ", batches staged", n + 1, batches);
      }
      long sent = batches * traffic.tracesPerBatch();
      for (int step = 0; decided.traces() < sent; step++) {
        if (step > 20) {
          throw new IllegalStateException(
              "of " + sent + " traces only " + decided.traces() + " were ever decided");
        }
        finalizeUpTo(nextFinalize);
      }
      tell(aim);
    }
  }

  private void stage(List<StreamRecord> records) {
    IngestResult result = pipeline.ingest.ingest(records, clock.nowMillis() / 1000);
    if (!result.failedSequenceNumbers().isEmpty()
        || result.counts().spans() != traffic.spansPerBatch()) {
      throw new IllegalStateException("a batch was not staged whole: " + result);
    }
    staged++;
    receivedBytes += result.counts().receivedBytes();
    stagedBlocks += result.counts().blocks();
  }

  /** Once a minute, as the schedule does. */
  private void finalizeUpTo(long millis) {
    while (nextFinalize <= millis) {
      clock.advanceTo(nextFinalize);
      nextFinalize += LocalRig.STEP_MILLIS;
      long low = pipeline.lowWatermark.compute(clock.nowMillis()).orElseThrow();
      decided = decided.plus(pipeline.finalize.run(0, LocalRig.BUCKETS, low, () -> true).counts());
    }
  }

  private void tell(long aim) {
    long spans = batches * traffic.spansPerBatch();
    double million = spans / 1e6;
    Usage ingest = pipeline.ingestMeter.total();
    Usage finalize = pipeline.finalizeMeter.total();
    Usage all = ingest.plus(finalize);
    run.note(
        "%s: %,d spans of %d bytes in %,d batches of %,d spans, one every %,d ms; %,d blocks;"
            + " %.2f %% of traces kept",
        traffic.name(),
        spans,
        receivedBytes / spans,
        batches,
        traffic.spansPerBatch(),
        traffic.batchMillis(),
        stagedBlocks,
        100.0 * decided.kept() / decided.traces());
    Prices prices = Prices.bundled();
    Map<String, Double> parts = prices.parts(all, receivedBytes);
    double dollars = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Double> ofAll = requests(all, million);
    ofAll.put("$ / M spans", dollars / million);
    run.measured(traffic.name(), ofAll);
    run.measured(traffic.name() + ", ingest", requestsAndBytes(ingest, million));
    run.measured(traffic.name() + ", finalize", requestsAndBytes(finalize, million));
    Map<String, Double> perMillion = new LinkedHashMap<>();
    parts.forEach((part, sum) -> perMillion.put("$ " + part, sum / million));
    run.measured(traffic.name() + ", prices of " + prices.asOf(), perMillion);
    if (all.writeUnits() / million > aim) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s took %,.0f WRU per million spans, more than the %,d that are the aim",
              traffic.name(),
              all.writeUnits() / million,
              aim));
    }
  }

  private static Map<String, Double> requests(Usage usage, double million) {
    return Measurement.figures(
        "WRU / M spans",
        usage.writeUnits() / million,
        "RRU / M spans",
        usage.readUnits() / million,
        "PUTs / M spans",
        usage.puts() / million,
        "GETs / M spans",
        usage.gets() / million);
  }

  private static Map<String, Double> requestsAndBytes(Usage usage, double million) {
    Map<String, Double> figures = requests(usage, million);
    figures.put("B PUT / span", usage.putBytes() / million / 1e6);
    figures.put("B GOT / span", usage.getBytes() / million / 1e6);
    return figures;
  }

  /** Shards that have records left to read until the last batch is staged. */
  private final class TrafficStream implements SpanStream {
    @Override
    public List<Shard> shards() {
      return IntStream.range(0, traffic.shards())
          .mapToObj(n -> new Shard(Traffic.shardId(n), List.of(), false))
          .toList();
    }

    @Override
    public Probe probe(String shardId, String afterSequenceNumber) {
      return new Probe(clock.nowMillis(), staged == batches, false);
    }
  }
}
