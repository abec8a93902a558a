package dev.tailspan.benchmarks;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.local.lambda.LocalFunction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor time and memory of ingest and finalize at full load, from the zips that Lambda gets:
 * batches as large as an event can be, and steps of a shard's whole minute. The variants take the
 * batches and steps in turns, each in a process of its own.
 */
public final class WarmBenchmark {
  private static final int STEPS = 10;
  private static final long STEP_MILLIS = LocalRig.STEP_MILLIS;

  private final Traffic traffic = Traffic.fullLoad(1, 50);
  private final List<Variant> variants;
  private final long startMillis;
  private long batch;

  private WarmBenchmark(List<Variant> variants, long startMillis) {
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

  /**
   * @param args steps of a minute for each variant (10 if not given; C2 needs some), and heaps in
   *     megabytes, as in {@code 512,256} (512)
   */
  public static void main(String[] args) throws Exception {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : STEPS;
    String heaps = args.length > 1 ? args[1] : "512";
    Path folder = Files.createTempDirectory("warm-benchmark-");
    List<Variant> variants = new ArrayList<>();
    try (FunctionRig rig = new FunctionRig(Path.of("").toAbsolutePath(), folder)) {
      for (String heap : heaps.split(",", -1)) {
        variants.add(variant(rig, "C1", Integer.parseInt(heap), "1"));
        variants.add(variant(rig, "C1 and C2", Integer.parseInt(heap), "4"));
      }
      long began = System.currentTimeMillis() / STEP_MILLIS - (long) variants.size() * steps - 4;
      new WarmBenchmark(variants, began * STEP_MILLIS).run(steps);
    } finally {
      variants.forEach(
          variant -> {
            variant.ingesting.function.close();
            variant.finalizing.function.close();
          });
      Folders.delete(folder);
    }
  }

  private static Variant variant(FunctionRig rig, String name, int heap, String level) {
    Part[] parts = new Part[2];
    for (int i = 0; i < 2; i++) {
      String option = "-XX:TieredStopAtLevel=" + level;
      parts[i] =
          new Part(
              LocalFunction.start(
                  rig.spec(i == 0 ? "ingest" : "finalize", heap).withJvmOptions(option)));
    }
    return new Variant(name + ", heap of " + heap + " MB", parts[0], parts[1]);
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
      System.out.printf("minute %d of %d%n", step + 1, steps * variants.size());
    }
    print();
  }

  private void print() {
    System.out.printf(
        "%nBatches of %,d spans, steps of a minute; CPU-s / M spans in the first call and later"
            + " on, and peak memory%n%-28s %10s %10s %10s %6s   %10s %10s %10s %6s%n",
        traffic.spansPerBatch(),
        "",
        "ingest",
        "warm",
        "of first",
        "MB",
        "finalize",
        "warm",
        "of first",
        "MB");
    Variant first = variants.get(0);
    for (Variant variant : variants) {
      System.out.printf("%-28s", variant.name);
      row(variant.ingesting, first.ingesting);
      System.out.print("  ");
      row(variant.finalizing, first.finalizing);
      System.out.println();
    }
  }

  private static void row(Part part, Part first) {
    System.out.printf(
        " %10.2f %10.2f %10.2f %6.0f",
        part.first(), part.warm(), part.warm() / first.warm(), part.peak());
  }
}
