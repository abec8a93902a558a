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
final class FinalizeSection {
  static final String ONE_PERCENT =
      """
      tail_sampling:
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
          - {name: slow, type: latency, latency: {threshold_ms: 1000}}
          - {name: debug, type: debug}
          - {name: some, type: probabilistic, probabilistic: {sampling_percentage: 1}}
      """;
  static final String ALL = "tail_sampling: {policies: [{name: all, type: always_sample}]}";

  private final Path folder;
  private final List<List<StreamRecord>> batches = new ArrayList<>();
  private final long spans;
  private MemoryRig staged;

  private FinalizeSection(Path folder, int count) {
    this.folder = folder;
    Traffic traffic = Traffic.fullLoad(1, 50);
    for (int n = 0; n < count; n++) {
      batches.add(traffic.batch(n, MemoryRig.startMillis()));
    }
    spans = (long) count * traffic.spansPerBatch();
    staged = new MemoryRig(folder);
  }

  static void measure(Run run) throws Exception {
    run.withFolder(folder -> measure(run, new FinalizeSection(folder, run.choose(3, 11))));
  }

  private static void measure(Run run, FinalizeSection on) throws Exception {
    if (run.options().requests().isPresent()) {
      on.export(run.options().requests().get());
    }
    new SideBySide(run, run.choose(3, 8))
        .with("parseFrom", on::parseFrom)
        .with("decode into the model", on::decode)
        .with("ingest", on::ingest)
        .with("finalize, 1 % kept", () -> on.decided(ONE_PERCENT))
        .with("ingest and finalize, 1 % kept", () -> on.ingest() && on.decided(ONE_PERCENT))
        .with("finalize, 100 % kept", () -> on.decided(ALL))
        .measure(on.spans, "parseFrom");
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
    batches.forEach(staged::ingest);
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
