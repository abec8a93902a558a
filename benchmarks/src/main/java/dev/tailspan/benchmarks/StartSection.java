package dev.tailspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.local.lambda.FunctionSpec;
import dev.tailspan.local.lambda.LocalFunction;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.OtlpProto;
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
final class StartSection {
  private static final int HEAP_MEGABYTES = 512;

  /** C1, the serial collector and the JDK's CDS, as its Java 17 has them. */
  private static final String AS_LAMBDA = "as Lambda's Java 17";

  private static final Map<String, byte[]> EVENTS =
      Map.of(
          "collect", collectEvent(),
          "ingest",
              FunctionRig.kinesisEvent(
                  Traffic.trickle(1_000, 1).batch(0, System.currentTimeMillis())),
          "finalize", "{}".getBytes(UTF_8),
          "query", proxyEvent("GET", "/api/v1/services", "{}", ""));

  private final Run run;
  private final int rounds;

  private StartSection(Run run) {
    this.run = run;
    this.rounds = run.choose(2, 3);
  }

  /** One way to start a function. */
  private record Variant(String name, FunctionSpec spec, double[] wall, double[] cpu) {}

  static void measure(Run run) throws Exception {
    run.withFolder(
        folder -> {
          StartSection on = new StartSection(run);
          try (FunctionRig rig = new FunctionRig(folder)) {
            for (String function : List.of("collect", "ingest", "finalize", "query")) {
              on.run(function, on.variants(rig, function));
            }
          }
        });
  }

  private List<Variant> variants(FunctionRig rig, String function) {
    FunctionSpec spec = rig.spec(function, HEAP_MEGABYTES);
    List<Variant> variants = new ArrayList<>();
    variants.add(variant(AS_LAMBDA, spec));
    if (run.options().zips().isPresent()) {
      Path zip = run.options().zips().get().resolve(function + ".zip");
      variants.add(variant("other zip", rig.spec(function, zip).withHeapMegabytes(HEAP_MEGABYTES)));
    }
    if (run.options().quick()) {
      return variants;
    }
    variants.add(variant("C1 and C2", spec.withJvmOptions("-XX:TieredStopAtLevel=4")));
    variants.add(
        variant(
            "parallel collector", spec.withJvmOptions("-XX:-UseSerialGC", "-XX:+UseParallelGC")));
    variants.add(variant("without the JDK's CDS", spec.withJvmOptions("-Xshare:off")));
    variants.add(variant("one core", spec.withJvmOptions("-XX:ActiveProcessorCount=1")));
    variants.add(variant("heap of 128 MB", spec.withHeapMegabytes(128)));
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
      run.progress(function + ", rounds", round + 2, rounds + 1);
    }
    tell(function, variants);
  }

  private void tell(String function, List<Variant> variants) {
    Variant first = variants.get(0);
    for (Variant variant : variants) {
      double wall = Medians.of(variant.wall);
      double cpu = Medians.of(variant.cpu);
      run.measured(
          function + ", " + variant.name,
          variant == first
              ? Measurement.figures("ms", wall, "CPU-ms", cpu)
              : Measurement.figures(
                  "ms",
                  wall,
                  "CPU-ms",
                  cpu,
                  "x ms as Lambda's",
                  wall / Medians.of(first.wall),
                  "x CPU-ms as Lambda's",
                  cpu / Medians.of(first.cpu)));
    }
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
