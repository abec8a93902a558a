package dev.tailspan.ingest;

import dev.tailspan.block.BlockCodec;
import dev.tailspan.redact.Redaction;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.wire.RecordDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stages a batch of records and then moves the watermarks of their shards.
 *
 * <p>The order is the contract: blocks and quarantined records are durable before the watermark
 * says so, and the watermark is written before the batch is acknowledged. A crash anywhere between
 * means a redelivery, and a redelivery writes the same keys again.
 *
 * <p>One instance serves a process; it holds native memory and is not for several threads.
 */
public final class IngestBatch implements AutoCloseable {
  private final StagingStore staging;
  private final WatermarkStore watermarks;
  private final QuarantineStore quarantine;
  private final UsageMeter meter;
  private final IngestSettings settings;
  private final RedactionSource redactions;
  private final RecordDecoder decoder;
  private final BlockCodec codec = new BlockCodec();

  /**
   * @param meter what the stores add their usage to; drained into each watermark
   */
  public IngestBatch(
      StagingStore staging,
      WatermarkStore watermarks,
      QuarantineStore quarantine,
      UsageMeter meter,
      IngestSettings settings) {
    this(staging, watermarks, quarantine, meter, settings, RedactionSource.NONE);
  }

  /**
   * One that redacts what it stages.
   *
   * @param meter what the stores add their usage to; drained into each watermark
   * @param redactions asked once for each batch
   */
  public IngestBatch(
      StagingStore staging,
      WatermarkStore watermarks,
      QuarantineStore quarantine,
      UsageMeter meter,
      IngestSettings settings,
      RedactionSource redactions) {
    this.redactions = redactions;
    this.staging = staging;
    this.watermarks = watermarks;
    this.quarantine = quarantine;
    this.meter = meter;
    this.settings = settings;
    this.decoder = new RecordDecoder(settings.limits());
  }

  /**
   * Stages the records. Where it cannot be known what is to be redacted all of them fail: what is
   * staged bare cannot be called back.
   *
   * @param records in the order of their shards
   * @param nowEpochSecond only for the time to live: a batch that comes late still gets all of it
   */
  public IngestResult ingest(List<StreamRecord> records, long nowEpochSecond) {
    Map<String, List<StreamRecord>> byShard = new LinkedHashMap<>();
    for (StreamRecord record : records) {
      byShard.computeIfAbsent(record.shardId(), shard -> new ArrayList<>()).add(record);
    }
    IngestCounts counts = IngestCounts.NONE;
    List<String> failed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Redaction redaction;
    try {
      redaction = redactions.at(nowEpochSecond);
    } catch (StorageException e) {
      byShard.values().forEach(shard -> failed.add(shard.get(0).sequenceNumber()));
      return new IngestResult(IngestCounts.NONE, failed, List.of(String.valueOf(e.getMessage())));
    }
    for (List<StreamRecord> shardRecords : byShard.values()) {
      IngestResult result = ingestShard(shardRecords, nowEpochSecond, redaction);
      counts = counts.plus(result.counts());
      failed.addAll(result.failedSequenceNumbers());
      problems.addAll(result.problems());
    }
    return new IngestResult(counts, failed, problems);
  }

  private IngestResult ingestShard(
      List<StreamRecord> records, long nowEpochSecond, @Nullable Redaction redaction) {
    Optional<ShardWatermark> at;
    try {
      at = watermarks.find(records.get(0).shardId());
    } catch (StorageException e) {
      return new IngestResult(
          IngestCounts.NONE,
          List.of(records.get(0).sequenceNumber()),
          List.of(String.valueOf(e.getMessage())));
    }
    ShardBatch batch = new ShardBatch(records, at, settings, decoder::decode, codec, redaction);
    batch.decode(quarantine);
    batch.stage(staging, nowEpochSecond + settings.stagingTtlSeconds());
    IngestCounts counts = batch.moveWatermark(watermarks, meter, settings.slackMillis());
    return new IngestResult(
        counts, batch.failedSequenceNumber().map(List::of).orElse(List.of()), batch.problems());
  }

  /** Lets go of native memory, for who makes several in a process; it is of no use afterwards. */
  @Override
  public void close() {
    codec.close();
  }
}
