package dev.tailspan.ingest;

import dev.tailspan.block.BatchCutter;
import dev.tailspan.block.Block;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.Outcome;
import dev.tailspan.redact.Redaction;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.storage.SequenceNumbers;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UnstagedBlocksException;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.wire.DecodeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One shard's part of a batch on its way; {@code failedFrom} is the first record not done for good.
 */
final class ShardBatch {
  private static final int MAX_DETAIL = 500;

  private final List<StreamRecord> records;
  private final Optional<ShardWatermark> at;
  private final IngestCounts[] countsByRecord;
  private final BatchCutter cutter;
  private final List<String> problems = new ArrayList<>();
  private int failedFrom;
  private long blocks;
  private long stagedBytes;

  /**
   * @param at where the shard's watermark stood before this delivery
   * @param redaction null for none
   */
  ShardBatch(
      List<StreamRecord> records,
      Optional<ShardWatermark> at,
      IngestSettings settings,
      BatchCutter.PayloadReader payloads,
      BlockCodec codec,
      @Nullable Redaction redaction) {
    this.records = records;
    this.at = at;
    this.countsByRecord = new IngestCounts[records.size()];
    this.failedFrom = records.size();
    this.cutter =
        new BatchCutter(
            settings.layout(),
            settings.limits(),
            records.get(0).shardId(),
            payloads,
            codec,
            settings.blockSizes(),
            redaction);
  }

  /**
   * Cuts up what can be decoded and quarantines what cannot; stops where quarantine itself fails.
   */
  void decode(QuarantineStore quarantine) {
    for (int i = 0; i < records.size(); i++) {
      StreamRecord record = records.get(i);
      try {
        countsByRecord[i] = decodeOne(record, quarantine);
      } catch (StorageException e) {
        problems.add(String.valueOf(e.getMessage()));
        failedFrom = i;
        return;
      }
    }
  }

  private IngestCounts decodeOne(StreamRecord record, QuarantineStore quarantine) {
    int bytes = record.data().length;
    long stagedAt = stagedAtMillis(record);
    int moved = stagedAt == record.arrivalMillis() ? 0 : 1;
    try {
      Outcome outcome = cutter.add(record.sequenceNumber(), stagedAt, record.data());
      if (outcome.rejectedSpans() == 0) {
        return new IngestCounts(1, bytes, outcome.acceptedSpans(), 0, 0, moved, 0, 0, Usage.NONE);
      }
      quarantine.put(
          quarantined(record, outcome.reason(), outcome.describe(), outcome.rejectedSpans()));
      return new IngestCounts(
          1, bytes, outcome.acceptedSpans(), outcome.rejectedSpans(), 1, moved, 0, 0, Usage.NONE);
    } catch (DecodeException e) {
      quarantine.put(quarantined(record, e.reason().name(), String.valueOf(e.getMessage()), 0));
      return new IngestCounts(1, bytes, 0, 0, 1, 0, 0, 0, Usage.NONE);
    }
  }

  /**
   * The arrival that decides the slice: not before the watermark, as slices behind it may be
   * decided already and are not read again. Of a record the watermark has passed, a redelivery, the
   * arrival stands: it is staged, and its copy shall fall on the same key.
   */
  private long stagedAtMillis(StreamRecord record) {
    return at.filter(w -> isBehind(w, record))
        .map(w -> Math.max(w.stagedUpToMillis(), record.arrivalMillis()))
        .orElse(record.arrivalMillis());
  }

  private static boolean isBehind(ShardWatermark watermark, StreamRecord record) {
    return SequenceNumbers.ORDER.compare(watermark.sequenceNumber(), record.sequenceNumber()) < 0;
  }

  private static QuarantinedRecord quarantined(
      StreamRecord record, String reason, String detail, int rejectedSpans) {
    return new QuarantinedRecord(
        record.shardId(),
        record.sequenceNumber(),
        record.arrivalMillis(),
        reason,
        detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL),
        rejectedSpans,
        record.data());
  }

  /**
   * Writes the blocks. Of a block that could not be written, all records from its first on fail:
   * the spans behind it may be staged already, and will be recognised when they come again.
   */
  void stage(StagingStore staging, long expiresAtEpochSecond) {
    List<Block> cut = cutter.cut();
    Set<BlockKey> unstaged = Set.of();
    if (!cut.isEmpty()) {
      try {
        staging.put(cut, expiresAtEpochSecond);
      } catch (UnstagedBlocksException e) {
        problems.add(String.valueOf(e.getMessage()));
        unstaged = new HashSet<>(e.unstaged());
        failedFrom = Math.min(failedFrom, firstRecordOf(unstaged));
      }
    }
    for (Block block : cut) {
      if (!unstaged.contains(block.key())) {
        blocks++;
        stagedBytes += block.content().length;
      }
    }
  }

  private int firstRecordOf(Set<BlockKey> keys) {
    Map<String, Integer> indexBySequence = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      indexBySequence.put(records.get(i).sequenceNumber(), i);
    }
    int first = records.size();
    for (BlockKey key : keys) {
      first = Math.min(first, indexBySequence.getOrDefault(key.firstSequenceNumber(), 0));
    }
    return first;
  }

  /**
   * Moves the watermark up to the first failed record; when that fails, the whole batch has failed.
   */
  IngestCounts moveWatermark(WatermarkStore watermarks, UsageMeter meter, long slackMillis) {
    if (failedFrom == 0) {
      return IngestCounts.NONE;
    }
    IngestCounts counts = new IngestCounts(0, 0, 0, 0, 0, 0, blocks, stagedBytes, meter.drain());
    for (int i = 0; i < failedFrom; i++) {
      counts = counts.plus(countsByRecord[i]);
    }
    StreamRecord last = records.get(failedFrom - 1);
    try {
      boolean moved =
          watermarks.advance(
              new ShardWatermark(
                  last.shardId(), last.sequenceNumber(), stagedUpTo() - slackMillis, false),
              firstArrival() - slackMillis,
              counts);
      if (!moved) {
        meter.giveBack(counts.usage());
      }
      return counts;
    } catch (StorageException e) {
      // Without the watermark an idle shard would look as if something were left to read for ever.
      meter.giveBack(counts.usage());
      problems.add(String.valueOf(e.getMessage()));
      failedFrom = 0;
      return IngestCounts.NONE;
    }
  }

  /** Arrival of the last record done, or of an older one that must come again. */
  private long stagedUpTo() {
    long upTo = records.get(failedFrom - 1).arrivalMillis();
    for (StreamRecord record : records.subList(failedFrom, records.size())) {
      upTo = Math.min(upTo, record.arrivalMillis());
    }
    return upTo;
  }

  private long firstArrival() {
    return records.stream().mapToLong(StreamRecord::arrivalMillis).min().orElseThrow();
  }

  List<String> problems() {
    return problems;
  }

  Optional<String> failedSequenceNumber() {
    return failedFrom == records.size()
        ? Optional.empty()
        : Optional.of(records.get(failedFrom).sequenceNumber());
  }
}
