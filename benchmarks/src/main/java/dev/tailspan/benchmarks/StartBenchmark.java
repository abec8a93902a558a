package dev.tailspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.local.lambda.FunctionSpec;
import dev.tailspan.local.lambda.LocalFunction;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.OtlpProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * From the start of a function's process to its first answer, from the zips that Lambda gets, under
 * Lambda's own runtime client. All variants run in turns, so that a busy machine slows all alike.
 * Processor time says what a smaller share of a core would make of it.
 */
public final class StartBenchmark {
  private static final int ROUNDS = 9;
  private static final int HEAP_MEGABYTES = 512;

  private static final Map<String, byte[]> EVENTS =
      Map.of(
          "collect", collectEvent(),
          "ingest",
              FunctionRig.kinesisEvent(
                  Traffic.trickle(1_000, 1).batch(0, System.currentTimeMillis())),
          "finalize", "{}".getBytes(UTF_8),
          "query", proxyEvent("GET", "/api/v1/services", "{}", ""));

  private final int rounds;

  private StartBenchmark(int rounds) {
    this.rounds = rounds;
  }

  /** One way to start a function. */
  private record Variant(String name, FunctionSpec spec, double[] wall, double[] cpu) {}

  /**
   * @param args rounds (9 if not given), and a folder of other zips to compare with, named as in
   *     {@code ingest.zip}
   */
  public static void main(String[] args) throws Exception {
    StartBenchmark benchmark =
        new StartBenchmark(args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS);
    Path folder = Files.createTempDirectory("start-benchmark-");
    try (FunctionRig rig = new FunctionRig(Path.of("").toAbsolutePath(), folder)) {
      for (String function : List.of("collect", "ingest", "finalize", "query")) {
        benchmark.run(function, benchmark.variants(rig, function, args));
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private List<Variant> variants(FunctionRig rig, String function, String[] args) {
    FunctionSpec spec = rig.spec(function, HEAP_MEGABYTES);
    List<Variant> variants = new ArrayList<>();
    variants.add(variant("as Lambda's Java 17: C1, serial, CDS", spec));
    variants.add(variant("C1 and C2", spec.withJvmOptions("-XX:TieredStopAtLevel=4")));
    variants.add(
        variant(
            "parallel collector", spec.withJvmOptions("-XX:-UseSerialGC", "-XX:+UseParallelGC")));
    variants.add(variant("without the JDK's CDS", spec.withJvmOptions("-Xshare:off")));
    variants.add(variant("one core", spec.withJvmOptions("-XX:ActiveProcessorCount=1")));
    variants.add(variant("heap of 128 MB", spec.withHeapMegabytes(128)));
    if (args.length > 1) {
      Path zip = Path.of(args[1], function + ".zip");
      variants.add(variant("other zip", rig.spec(function, zip).withHeapMegabytes(HEAP_MEGABYTES)));
    }
    return variants;
  }

  private Variant variant(String name, FunctionSpec spec) {
    return new Variant(name, spec, new double[rounds], new double[rounds]);
  }

  private void run(String function, List<Variant> variants) throws InterruptedException {
    byte[] event = Objects.requireNonNull(EVENTS.get(function), function);
    for (int round = -1; round < rounds; round++) {
      for (Variant variant : variants) {
        long from = System.nanoTime();
        try (LocalFunction started = LocalFunction.start(variant.spec)) {
          byte[] answer = started.invoke(event);
          if (round >= 0) {
            variant.wall[round] = (System.nanoTime() - from) / 1e6;
            variant.cpu[round] = ProcessUse.cpuMillis(started.processes().get(0));
          } else if (answer.length == 0) {
            throw new IllegalStateException(function + " gave no answer");
          }
        }
      }
      System.out.printf("%s: round %d of %d%n", function, round + 1, rounds);
    }
    print(function, variants);
  }

  private static void print(String function, List<Variant> variants) {
    System.out.printf(
        "%n%-40s %10s %10s %10s %10s%n", function, "ms", "of first", "CPU ms", "of first");
    Variant first = variants.get(0);
    for (Variant variant : variants) {
      double wall = ProcessUse.median(variant.wall);
      double cpu = ProcessUse.median(variant.cpu);
      System.out.printf(
          "%-40s %10.0f %10.2f %10.0f %10.2f%n",
          variant.name,
          wall,
          wall / ProcessUse.median(first.wall),
          cpu,
          cpu / ProcessUse.median(first.cpu));
    }
    System.out.println();
  }

  private static byte[] collectEvent() {
    byte[] spans = OtlpProto.encode(TestTraces.traces(0, 1));
    return proxyEvent(
        "POST",
        "/v1/traces",
        "{\"content-type\":\"application/x-protobuf\"}",
        Base64.getEncoder().encodeToString(spans));
  }

  private static byte[] proxyEvent(String method, String path, String headers, String body) {
    return """
        {"httpMethod":"%s","path":"%s","headers":%s,"multiValueQueryStringParameters":null,
        "body":"%s","isBase64Encoded":true}
        """
        .formatted(method, path, headers, body)
        .getBytes(UTF_8);
  }
}
