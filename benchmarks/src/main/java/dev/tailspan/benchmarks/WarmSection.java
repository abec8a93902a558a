package dev.tailspan.benchmarks;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.local.lambda.LocalFunction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor time and memory of ingest and finalize at full load, from the zips that Lambda gets:
 * batches as large as an event can be, and steps of a shard's whole minute. The variants take the
 * batches and steps in turns, each in a process of its own.
 */
final class WarmSection {
  private static final int HEAP_MEGABYTES = 512;
  private static final long STEP_MILLIS = LocalRig.STEP_MILLIS;

  private final Traffic traffic = Traffic.fullLoad(1, 50);
  private final Run run;
  private final List<Variant> variants;
  private final long startMillis;
  private long batch;

  private WarmSection(Run run, List<Variant> variants, long startMillis) {
    this.run = run;
    this.variants = variants;
    this.startMillis = startMillis;
  }

  /** A function with a heap and compilers. */
  private static final class Part {
    final LocalFunction function;
    final List<Double> cpuMillis = new ArrayList<>();
    final List<Long> spans = new ArrayList<>();

    Part(LocalFunction function) {
      this.function = function;
    }

    void invoke(byte[] event, long work) throws InterruptedException {
      ProcessHandle process = function.processes().get(0);
      double from = ProcessUse.cpuMillis(process);
      byte[] answer = function.invoke(event);
      String text = new String(answer, StandardCharsets.UTF_8);
      if (text.contains("itemIdentifier") || text.contains("\"done\":false")) {
        throw new IllegalStateException(function.spec().name() + " did not do all: " + text);
      }
      cpuMillis.add(ProcessUse.cpuMillis(process) - from);
      spans.add(work);
    }

    /** CPU seconds a million spans, over the later half. */
    double warm() {
      int from = cpuMillis.size() / 2;
      double millis = cpuMillis.subList(from, cpuMillis.size()).stream().mapToDouble(d -> d).sum();
      return millis * 1e3 / spans.subList(from, spans.size()).stream().mapToLong(n -> n).sum();
    }

    double first() {
      return cpuMillis.get(0) * 1e3 / spans.get(0);
    }

    double peak() {
      return ProcessUse.peakMegabytes(function.processes().get(0));
    }
  }

  private record Variant(String name, Part ingesting, Part finalizing) {}

  static void measure(Run run) throws Exception {
    run.withFolder(folder -> measure(run, folder));
  }

  private static void measure(Run run, Path folder) throws Exception {
    int steps = run.choose(3, 8);
    List<Variant> variants = new ArrayList<>();
    try (FunctionRig rig = new FunctionRig(folder)) {
      variants.add(variant(rig, "C1", "1"));
      if (!run.options().quick()) {
        variants.add(variant(rig, "C1 and C2", "4"));
      }
      long began = System.currentTimeMillis() / STEP_MILLIS - (long) variants.size() * steps - 4;
      new WarmSection(run, variants, began * STEP_MILLIS).run(steps);
    } finally {
      variants.forEach(
          variant -> {
            variant.ingesting.function.close();
            variant.finalizing.function.close();
          });
    }
  }

  private static Variant variant(FunctionRig rig, String name, String level) {
    Part[] parts = new Part[2];
    for (int i = 0; i < 2; i++) {
      String option = "-XX:TieredStopAtLevel=" + level;
      parts[i] =
          new Part(
              LocalFunction.start(
                  rig.spec(i == 0 ? "ingest" : "finalize", HEAP_MEGABYTES).withJvmOptions(option)));
    }
    return new Variant(name + ", heap of " + HEAP_MEGABYTES + " MB", parts[0], parts[1]);
  }

  private void run(int steps) throws InterruptedException {
    long undecided = 0;
    for (int step = 0; step < steps * variants.size(); step++) {
      long end = startMillis + (step + 1) * STEP_MILLIS;
      while (traffic.completeAt(batch, startMillis) <= end) {
        List<StreamRecord> records = traffic.batch(batch, startMillis);
        Part turn = variants.get((int) (batch % variants.size())).ingesting;
        turn.invoke(FunctionRig.kinesisEvent(records), traffic.spansPerBatch());
        batch++;
        undecided += traffic.spansPerBatch();
      }
      String share =
          "{\"fromBucket\":0,\"toBucket\":%d,\"lowWatermarkMillis\":%d}"
              .formatted(LocalRig.BUCKETS, end + 1);
      variants
          .get(step % variants.size())
          .finalizing
          .invoke(share.getBytes(StandardCharsets.UTF_8), undecided);
      undecided = 0;
      run.progress("minutes of full load", step + 1, (long) steps * variants.size());
    }
    tell();
  }

  private void tell() {
    run.note("batches of %,d spans, steps of a shard's minute", traffic.spansPerBatch());
    for (Variant variant : variants) {
      tell("ingest, " + variant.name, variant.ingesting);
      tell("finalize, " + variant.name, variant.finalizing);
    }
  }

  private void tell(String name, Part part) {
    run.measured(
        name,
        Measurement.figures(
            "CPU-s / M spans",
            part.warm(),
            "in the first call",
            part.first(),
            "MB at most",
            part.peak()));
  }
}
