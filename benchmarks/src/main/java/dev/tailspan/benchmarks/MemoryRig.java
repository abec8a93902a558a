package dev.tailspan.benchmarks;

import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.FinalizeStores;
import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.memory.Faults;
import dev.tailspan.storage.memory.MemoryDecisionStore;
import dev.tailspan.storage.memory.MemoryIndexStore;
import dev.tailspan.storage.memory.MemoryPolicyStore;
import dev.tailspan.storage.memory.MemoryQuarantineStore;
import dev.tailspan.storage.memory.MemoryStagingStore;
import dev.tailspan.storage.memory.MemoryStatsStore;
import dev.tailspan.storage.memory.MemoryWatermarkStore;
import dev.tailspan.stores.parquet.ParquetArchiveStore;
import dev.tailspan.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Both use cases without a network: stores in memory, but Parquet files in a folder. What they take
 * here is their own.
 */
final class MemoryRig {
  private static final Layout LAYOUT = new Layout(8, 10_000);
  private static final long NOW = 1_790_000_000_000L;
  private static final long A_DAY_SECONDS = 86_400;

  private final MemoryStagingStore staging = new MemoryStagingStore(() -> NOW, Faults.NONE);
  private final MemoryWatermarkStore watermarks =
      new MemoryWatermarkStore(() -> NOW, Duration.ofDays(1), Faults.NONE);
  private final UsageMeter meter = new UsageMeter();
  private final IngestBatch ingest =
      new IngestBatch(
          staging,
          watermarks,
          new MemoryQuarantineStore(Faults.NONE),
          meter,
          new IngestSettings(LAYOUT, Limits.DEFAULT, BlockSizes.DEFAULT, 2_000, A_DAY_SECONDS));
  private final Path archive;

  MemoryRig(Path archive) {
    this.archive = archive;
  }

  /** When the first record arrives: a step begins. */
  static long startMillis() {
    return NOW - NOW % 60_000;
  }

  boolean ingest(List<StreamRecord> batch) {
    if (!ingest.ingest(batch, NOW / 1000).failedSequenceNumbers().isEmpty()) {
      throw new IllegalStateException("a batch failed in memory");
    }
    return true;
  }

  /** Decides all of the first hour, as if nobody had before. */
  DecisionCounts decide(String policies) {
    return decide(policies, startMillis() + 3_600_000);
  }

  /**
   * Decides what is staged, as if nobody had before.
   *
   * @param lowWatermarkMillis up to when
   */
  DecisionCounts decide(String policies, long lowWatermarkMillis) {
    MemoryPolicyStore files = new MemoryPolicyStore(() -> NOW, Faults.NONE);
    files.replaceCurrent(policies.getBytes(StandardCharsets.UTF_8));
    FinalizeTraces finalize =
        new FinalizeTraces(
            new FinalizeStores(
                staging,
                watermarks,
                new MemoryDecisionStore(() -> NOW, Faults.NONE),
                new MemoryStatsStore(() -> NOW, Faults.NONE),
                new MemoryIndexStore(() -> NOW, Faults.NONE),
                ParquetArchiveStore.inFolder(archive, meter),
                meter),
            new PolicyVersions(files, PolicyReading.DEFAULT),
            new DecideSettings(
                LAYOUT, 6, 3, 60, A_DAY_SECONDS, 30 * A_DAY_SECONDS, 512 << 20, 200_000));
    return finalize.run(0, LAYOUT.buckets(), lowWatermarkMillis, () -> true).counts();
  }
}
