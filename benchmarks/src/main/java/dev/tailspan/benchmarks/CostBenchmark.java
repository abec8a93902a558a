package dev.tailspan.benchmarks;

import dev.tailspan.benchmarks.LocalRig.SimulatedClock;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.lookup.Prices;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a million spans cost in requests, bytes and dollars: the real use cases on the real stores,
 * in DynamoDB Local and S3Proxy, with a clock of their own. Figures are counts of what the services
 * reported, so they are the same on any machine; the traffic is scaled down to what one does in a
 * minute, and ends only when every trace is decided.
 */
public final class CostBenchmark {
  private static final long FULL_LOAD_SPANS = 1_000_000;
  private static final long TRICKLE_SPANS = 200_000;
  private static final int SHARDS = 1;
  private static final int TRACES_PER_RECORD = 50;
  private static final int TRICKLE_TRACES = 10;
  private static final long TRICKLE_BATCH_MILLIS = 1_000;
  private static final Duration PROGRESS = Duration.ofSeconds(5);

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
  private long nextProgress = System.nanoTime();

  private CostBenchmark(LocalRig rig, Traffic traffic, long spans) {
    this.traffic = traffic;
    this.batches = Math.max(1, spans / traffic.spansPerBatch());
    // The tables forget by the real clock, so simulated time begins now and runs ahead.
    this.startMillis = System.currentTimeMillis();
    this.clock = new SimulatedClock(startMillis);
    this.pipeline = rig.pipeline(traffic.name().replace(' ', '-'), new TrafficStream(), clock);
    this.nextFinalize = startMillis + LocalRig.STEP_MILLIS;
  }

  /**
   * @param args spans at full load (1,000,000 if not given), spans at trickle (200,000), and
   *     milliseconds from one batch of 100 spans to the next (1,000)
   */
  public static void main(String[] args) throws Exception {
    long fullLoad = args.length > 0 ? Long.parseLong(args[0]) : FULL_LOAD_SPANS;
    long trickle = args.length > 1 ? Long.parseLong(args[1]) : TRICKLE_SPANS;
    long batchMillis = args.length > 2 ? Long.parseLong(args[2]) : TRICKLE_BATCH_MILLIS;
    int traces = args.length > 3 ? Integer.parseInt(args[3]) : TRICKLE_TRACES;
    Path folder = Files.createTempDirectory("cost-benchmark-");
    boolean aimsMet = true;
    try (LocalRig rig = new LocalRig(folder)) {
      Traffic full = Traffic.fullLoad(SHARDS, TRACES_PER_RECORD);
      aimsMet &= new CostBenchmark(rig, full, fullLoad).run(5_000);
      aimsMet &= new CostBenchmark(rig, Traffic.trickle(batchMillis, traces), trickle).run(90_000);
    } finally {
      Folders.delete(folder);
    }
    System.exit(aimsMet ? 0 : 1);
  }

  private boolean run(long aim) {
    try (pipeline) {
      for (long n = 0; n < batches; n++) {
        long at = traffic.completeAt(n, startMillis);
        finalizeUpTo(at);
        clock.advanceTo(at);
        stage(traffic.batch(n, startMillis));
        progress();
      }
      long sent = batches * traffic.tracesPerBatch();
      for (int step = 0; decided.traces() < sent; step++) {
        if (step > 20) {
          throw new IllegalStateException(
              "of " + sent + " traces only " + decided.traces() + " were ever decided");
        }
        finalizeUpTo(nextFinalize);
      }
      return print(aim);
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

  private void progress() {
    if (System.nanoTime() >= nextProgress) {
      nextProgress = System.nanoTime() + PROGRESS.toNanos();
      System.out.printf(
          "%s: %,d of %,d spans staged, %,d traces decided%n",
          traffic.name(),
          staged * traffic.spansPerBatch(),
          batches * traffic.spansPerBatch(),
          decided.traces());
    }
  }

  private boolean print(long aim) {
    long spans = batches * traffic.spansPerBatch();
    double million = spans / 1e6;
    Usage ingest = pipeline.ingestMeter.total();
    Usage finalize = pipeline.finalizeMeter.total();
    Usage all = ingest.plus(finalize);
    System.out.printf(
        "%n%s: %,d spans of %d bytes in %,d batches of %,d spans, a batch of each of %d shards every"
            + " %,d ms; %,d blocks; %.2f %% of traces kept%n",
        traffic.name(),
        spans,
        receivedBytes / spans,
        batches,
        traffic.spansPerBatch(),
        traffic.shards(),
        traffic.batchMillis(),
        stagedBlocks,
        100.0 * decided.kept() / decided.traces());
    System.out.printf("%-22s %12s %12s %12s%n", "per million spans", "ingest", "finalize", "both");
    row("WRU", million, ingest.writeUnits(), finalize.writeUnits());
    row("RRU", million, ingest.readUnits(), finalize.readUnits());
    row("S3 PUTs", million, ingest.puts(), finalize.puts());
    row("S3 GETs", million, ingest.gets(), finalize.gets());
    row("bytes PUT", million, ingest.putBytes(), finalize.putBytes());
    row("bytes GOT", million, ingest.getBytes(), finalize.getBytes());
    Prices prices = Prices.bundled();
    Map<String, Double> parts = prices.parts(all, receivedBytes);
    parts.forEach(
        (part, dollars) -> System.out.printf("$ %-20s %38.4f%n", part, dollars / million));
    double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(
        "$ %-20s %38.4f  (prices as of %s)%n", "in all", sum / million, prices.asOf());
    boolean met = all.writeUnits() / million <= aim;
    System.out.printf("aim: at most %,d WRU: %s%n%n", aim, met ? "met" : "MISSED");
    return met;
  }

  private static void row(String name, double million, double ingest, double finalize) {
    System.out.printf(
        "%-22s %,12.0f %,12.0f %,12.0f%n",
        name, ingest / million, finalize / million, (ingest + finalize) / million);
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
