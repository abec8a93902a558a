package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.Usage;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counts as numbers that DynamoDB can add to. A name that is missing counts 0. */
final class CountAttributes {
  private static final String KEPT_BY_POLICY = "keptByPolicy";
  private static final String DROPPED_BY_POLICY = "droppedByPolicy";

  private CountAttributes() {}

  static Map<String, AttributeValue> of(IngestCounts counts) {
    Map<String, AttributeValue> numbers = new LinkedHashMap<>();
    numbers.put("records", number(counts.records()));
    numbers.put("receivedBytes", number(counts.receivedBytes()));
    numbers.put("spanCount", number(counts.spans()));
    numbers.put("rejectedSpans", number(counts.rejectedSpans()));
    numbers.put("quarantinedRecords", number(counts.quarantinedRecords()));
    numbers.put("movedRecords", number(counts.movedRecords()));
    numbers.put("blockCount", number(counts.blocks()));
    numbers.put("stagedBytes", number(counts.stagedBytes()));
    numbers.putAll(of(counts.usage()));
    return numbers;
  }

  static IngestCounts ingest(Map<String, AttributeValue> numbers) {
    return new IngestCounts(
        count(numbers, "records"),
        count(numbers, "receivedBytes"),
        count(numbers, "spanCount"),
        count(numbers, "rejectedSpans"),
        count(numbers, "quarantinedRecords"),
        count(numbers, "movedRecords"),
        count(numbers, "blockCount"),
        count(numbers, "stagedBytes"),
        usage(numbers));
  }

  static Map<String, AttributeValue> of(DecisionCounts counts) {
    Map<String, AttributeValue> numbers = new LinkedHashMap<>();
    numbers.put("traces", number(counts.traces()));
    numbers.put("spanCount", number(counts.spans()));
    numbers.put("keptSpans", number(counts.keptSpans()));
    numbers.put("dropped", number(counts.dropped()));
    numbers.put("revived", number(counts.revived()));
    numbers.put("lateParts", number(counts.lateParts()));
    numbers.put("duplicateSpans", number(counts.duplicateSpans()));
    numbers.put("truncatedTraces", number(counts.truncatedTraces()));
    numbers.put("expiredSteps", number(counts.expiredSteps()));
    numbers.put(KEPT_BY_POLICY, byPolicy(counts.keptByPolicy()));
    numbers.put(DROPPED_BY_POLICY, byPolicy(counts.droppedByPolicy()));
    numbers.putAll(of(counts.usage()));
    return numbers;
  }

  static DecisionCounts decisions(Map<String, AttributeValue> numbers) {
    return new DecisionCounts(
        count(numbers, "traces"),
        count(numbers, "spanCount"),
        count(numbers, "keptSpans"),
        byPolicy(numbers, KEPT_BY_POLICY),
        count(numbers, "dropped"),
        byPolicy(numbers, DROPPED_BY_POLICY),
        count(numbers, "revived"),
        count(numbers, "lateParts"),
        count(numbers, "duplicateSpans"),
        count(numbers, "truncatedTraces"),
        count(numbers, "expiredSteps"),
        usage(numbers));
  }

  private static AttributeValue byPolicy(Map<String, Long> counts) {
    Map<String, AttributeValue> numbers = new TreeMap<>();
    counts.forEach((policy, count) -> numbers.put(policy, number(count)));
    return AttributeValue.fromM(numbers);
  }

  private static Map<String, Long> byPolicy(Map<String, AttributeValue> numbers, String name) {
    Map<String, Long> counts = new TreeMap<>();
    AttributeValue byPolicy = numbers.get(name);
    if (byPolicy != null) {
      byPolicy.m().forEach((policy, count) -> counts.put(policy, Long.valueOf(count.n())));
    }
    return counts;
  }

  private static Map<String, AttributeValue> of(Usage usage) {
    Map<String, AttributeValue> numbers = new LinkedHashMap<>();
    numbers.put("writeUnits", number(usage.writeUnits()));
    numbers.put("readUnits", number(usage.readUnits()));
    numbers.put("puts", number(usage.puts()));
    numbers.put("gets", number(usage.gets()));
    numbers.put("putBytes", number(usage.putBytes()));
    numbers.put("getBytes", number(usage.getBytes()));
    return numbers;
  }

  private static Usage usage(Map<String, AttributeValue> numbers) {
    return new Usage(
        decimal(numbers, "writeUnits").doubleValue(),
        decimal(numbers, "readUnits").doubleValue(),
        count(numbers, "puts"),
        count(numbers, "gets"),
        count(numbers, "putBytes"),
        count(numbers, "getBytes"));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static AttributeValue number(double value) {
    return AttributeValue.fromN(BigDecimal.valueOf(value).toPlainString());
  }

  private static long count(Map<String, AttributeValue> numbers, String name) {
    return decimal(numbers, name).longValueExact();
  }

  private static BigDecimal decimal(Map<String, AttributeValue> numbers, String name) {
    AttributeValue value = numbers.get(name);
    return value == null ? BigDecimal.ZERO : new BigDecimal(value.n());
  }
}
