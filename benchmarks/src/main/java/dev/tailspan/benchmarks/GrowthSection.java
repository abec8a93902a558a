package dev.tailspan.benchmarks;

import dev.tailspan.benchmarks.Growth.Point;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.storage.DecisionCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How what the others measure grows from ten thousand to ten million spans: ingest in full batches;
 * finalize of spans that all came within one step, of as many that a shard at its limit took
 * minutes for, and of one trace that has them all; a step written as Parquet, all kept; lookups in
 * that; searches over a day with so many spans kept.
 */
final class GrowthSection {
  private static final int LEAST = 10_000;
  private static final int WARM_UP = 300_000;

  /** Spans of which more would only be cut off, as those of a trace beyond its cap are. */
  private static final int MOST_OF_A_TRACE = 1_000_000;

  /** Within these all spans of a step arrive, so that all are due at its end. */
  private static final long STEP_ARRIVALS_MILLIS = 20_000;

  private final Run run;
  private final CopiedTraffic traffic = new CopiedTraffic();
  private boolean telling;

  private GrowthSection(Run run) {
    this.run = run;
  }

  static void measure(Run run) throws Exception {
    GrowthSection on = new GrowthSection(run);
    int most = run.choose(1_000_000, 10_000_000);
    on.all(WARM_UP);
    on.telling = true;
    for (int spans = LEAST; spans <= most; spans *= 10) {
      on.all(spans);
    }
    on.search(most);
  }

  /** How the spans come. */
  private enum Arrival {
    ONE_STEP,
    MINUTES,
    ONE_TRACE
  }

  private void all(int spans) throws Exception {
    run.withFolder(
        folder -> {
          int times = Math.max(1, Math.min(10, 300_000 / spans));
          Staged step = staged(folder, spans, times, Arrival.ONE_STEP);
          tell("ingest", spans, cpu(step.ingested, times));
          tell("finalize, one step", spans, cpu(step.decided, times));
          Staged minutes = staged(folder, spans, times, Arrival.MINUTES);
          tell("finalize, a shard's minutes", spans, cpu(minutes.decided, times));
          if (spans <= MOST_OF_A_TRACE) {
            Staged trace = staged(folder, spans, times, Arrival.ONE_TRACE);
            tell("finalize, one trace", spans, cpu(trace.decided, times));
          }
          archive(folder, spans, times);
        });
  }

  private record Staged(Spent ingested, Spent decided) {}

  private Staged staged(Path folder, int spans, int times, Arrival arrival) throws Exception {
    Staged sum = new Staged(Spent.NOTHING, Spent.NOTHING);
    for (int i = 0; i < times; i++) {
      MemoryRig rig = new MemoryRig(folder.resolve("archive"));
      Spent ingest = stage(rig, spans, arrival);
      boolean oneTrace = arrival == Arrival.ONE_TRACE;
      String policies = oneTrace ? FinalizeSection.ALL : FinalizeSection.ONE_PERCENT;
      long until = MemoryRig.startMillis() + millis(spans, arrival) + 10 * LocalRig.STEP_MILLIS;
      DecisionCounts[] counts = new DecisionCounts[1];
      Spent finalize = Spent.on(() -> counts[0] = rig.decide(policies, until));
      if (oneTrace ? counts[0].traces() != 1 : counts[0].spans() != spans) {
        throw new IllegalStateException("of " + spans + " spans were decided: " + counts[0]);
      }
      sum = new Staged(sum.ingested.plus(ingest), sum.decided.plus(finalize));
    }
    return sum;
  }

  private int batches(int spans) {
    return -Math.floorDiv(-spans, traffic.spansPerRecord() * traffic.recordsPerBatch());
  }

  private long millis(int spans, Arrival arrival) {
    return arrival == Arrival.MINUTES
        ? batches(spans) * traffic.batchMillis()
        : STEP_ARRIVALS_MILLIS;
  }

  private Spent stage(MemoryRig rig, int spans, Arrival arrival) throws Exception {
    Spent spent = Spent.NOTHING;
    int batches = batches(spans);
    long millis = millis(spans, arrival) / batches;
    for (int n = 0; n < batches; n++) {
      int left = spans / traffic.spansPerRecord() - n * traffic.recordsPerBatch();
      int count = Math.min(traffic.recordsPerBatch(), left);
      long from = MemoryRig.startMillis() + n * millis;
      List<StreamRecord> batch =
          arrival == Arrival.ONE_TRACE
              ? traffic.ofOneTrace(n, count, from, millis)
              : traffic.batch(n, count, from, millis);
      spent = spent.plus(Spent.on(() -> rig.ingest(batch)));
      run.progress(String.format(Locale.ROOT, "batches of %,d spans", spans), n + 1, batches);
    }
    return spent;
  }

  private void archive(Path folder, int spans, int times) throws Exception {
    LocalArchive archive = new LocalArchive(folder.resolve("kept"));
    Spent written = Spent.NOTHING;
    for (int i = 0; i < times; i++) {
      written = written.plus(Spent.on(() -> archive.write(spans / KeptTraces.SPANS_PER_TRACE)));
    }
    tell("Parquet write", spans, cpu(written, times));
    archive.lookUp();
    tell("lookup by id", spans, archive.lookUp());
  }

  private void search(int most) throws Exception {
    run.withFolder(
        folder -> {
          try (LocalRig rig = new LocalRig(folder)) {
            for (int spans = LEAST; spans <= most; spans *= 10) {
              LocalArchive archive = new LocalArchive(folder.resolve("archive-" + spans));
              try (DayOfSearch day = new DayOfSearch(rig, "day-" + spans, archive)) {
                day.fill(run, spans / KeptTraces.SPANS_PER_TRACE);
                tell("search, the newest 20", spans, cost(day.search(day.newest(), 5)));
                tell("search, nothing in a day", spans, cost(day.search(day.slowerThanAny(), 3)));
              }
            }
          }
        });
  }

  /** Without what was found, which is no cost. */
  private static Map<String, Double> cost(Map<String, Double> search) {
    search.keySet().removeIf(unit -> unit.startsWith("traces "));
    return search;
  }

  private static Map<String, Double> cpu(Spent spent, int times) {
    return Measurement.figures(
        "CPU-s",
        spent.threadNanos() / 1e9 / times,
        "MB allocated",
        spent.allocatedBytes() / 1e6 / times);
  }

  private void tell(String line, int spans, Map<String, Double> amounts) {
    if (telling) {
      run.grown(line, new Point(spans, amounts));
    }
  }
}
