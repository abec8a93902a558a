package dev.tailspan.benchmarks;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPU that ingest and finalize take, with 1 % and with all traces kept, beside what merely
 * decoding the same bytes takes: by the generated classes, and into our own model. Both use cases
 * are the real ones, with stores in memory and Parquet in a folder.
 */
public final class SpeedBenchmark {
  private static final String ONE_PERCENT =
      """
      tail_sampling:
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
          - {name: slow, type: latency, latency: {threshold_ms: 1000}}
          - {name: debug, type: debug}
          - {name: some, type: probabilistic, probabilistic: {sampling_percentage: 1}}
      """;
  private static final String ALL = "tail_sampling: {policies: [{name: all, type: always_sample}]}";

  private final Path folder;
  private final List<List<StreamRecord>> batches = new ArrayList<>();
  private final long spans;
  private MemoryRig staged;

  private SpeedBenchmark(Path folder, int count) {
    this.folder = folder;
    Traffic traffic = Traffic.fullLoad(1, 50);
    for (int n = 0; n < count; n++) {
      batches.add(traffic.batch(n, MemoryRig.startMillis()));
    }
    spans = (long) count * traffic.spansPerBatch();
    staged = new MemoryRig(folder);
  }

  /**
   * @param args rounds (10 if not given), full batches in each (11), and a folder to write the
   *     requests to as files, for other programs to read
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 11;
    Path folder = Files.createTempDirectory("speed-benchmark-");
    try {
      SpeedBenchmark run = new SpeedBenchmark(folder, count);
      if (args.length > 2) {
        run.export(Path.of(args[2]));
      }
      System.out.printf("%,d spans in %d batches, %d rounds%n", run.spans, count, rounds);
      new SideBySide(rounds)
          .with("parseFrom", run::parseFrom)
          .with("decode into the model", run::decode)
          .with("ingest", run::ingest)
          .with("finalize, 1 % kept", () -> run.decided(ONE_PERCENT))
          .with("ingest and finalize, 1 % kept", () -> run.ingest() && run.decided(ONE_PERCENT))
          .with("finalize, 100 % kept", () -> run.decided(ALL))
          .run()
          .print(run.spans);
    } finally {
      Folders.delete(folder);
    }
  }

  private long parseFrom() throws Exception {
    long groups = 0;
    for (List<StreamRecord> batch : batches) {
      for (StreamRecord record : batch) {
        groups += TracesData.parseFrom(record.data()).getResourceSpansCount();
      }
    }
    return groups;
  }

  private long decode() throws Exception {
    long decoded = 0;
    for (List<StreamRecord> batch : batches) {
      for (StreamRecord record : batch) {
        decoded += OtlpProto.decode(record.data(), Limits.DEFAULT).size();
      }
    }
    return decoded;
  }

  private boolean ingest() {
    staged = new MemoryRig(folder);
    staged.ingest(batches);
    return true;
  }

  private boolean decided(String policies) {
    DecisionCounts counts = staged.decide(policies);
    if (counts.spans() != spans) {
      throw new IllegalStateException("of " + spans + " spans " + counts.spans() + " were decided");
    }
    return true;
  }

  private void export(Path to) throws Exception {
    Files.createDirectories(to);
    int number = 0;
    for (List<StreamRecord> batch : batches) {
      for (StreamRecord record : batch) {
        Files.write(to.resolve("%06d.otlp".formatted(number++)), record.data());
      }
    }
  }
}
