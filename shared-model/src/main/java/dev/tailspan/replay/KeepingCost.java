package dev.tailspan.replay;

import dev.tailspan.lookup.Prices;
import dev.tailspan.storage.DecisionCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a policy file costs: that part of the bill which turns on what is kept. Receiving, staging
 * and deciding cost the same whatever is kept.
 *
 * @param retentionDays how long kept traces are kept
 * @param archiveBytesPerSpan measured on what was archived so far; empty before that, when spans
 *     are taken as uncompressed OTLP
 */
public record KeepingCost(Prices prices, double retentionDays, OptionalDouble archiveBytesPerSpan) {

  /** An index entry takes a write unit, which is at most so many bytes. */
  private static final double ENTRY_BYTES = 1024;

  /** With the archive's bytes by span as it has been so far. */
  public static KeepingCost measured(Prices prices, double retentionDays, DecisionCounts decided) {
    return new KeepingCost(
        prices,
        retentionDays,
        decided.keptSpans() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of((double) decided.usage().putBytes() / decided.keptSpans()));
  }

  /** Bytes that the kept traces of a day take in the archive. */
  public double archiveBytesPerDay(ReplayAnswer answer, ReplayAnswer.Side side) {
    return answer.perDay(
        archiveBytesPerSpan.isPresent()
            ? side.keptSpans() * archiveBytesPerSpan.getAsDouble()
            : side.keptBytes());
  }

  /** Dollars for what is kept on a day, by part, with storage until it expires. */
  public Map<String, Double> dollarsPerDay(ReplayAnswer answer, ReplayAnswer.Side side) {
    double entries = answer.perDay(side.kept() + side.steps());
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("dynamodbWrites", entries * prices.writeUnit());
    parts.put("dynamodbStorage", prices.inTable(entries * ENTRY_BYTES, retentionDays));
    parts.put("s3Puts", answer.perDay(side.steps()) * prices.put());
    parts.put("s3Storage", prices.inObjects(archiveBytesPerDay(answer, side), retentionDays));
    return parts;
  }
}
