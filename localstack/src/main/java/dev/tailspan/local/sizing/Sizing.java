package dev.tailspan.local.sizing;

import dev.tailspan.lookup.CapacityPrices;
import dev.tailspan.lookup.Prices;
import dev.tailspan.storage.Usage;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a load takes.
 *
 * @param shards of a provisioned stream
 * @param buckets of trace ids
 * @param fanout invocations that share a run of finalize
 * @param staging how batches are staged
 * @param usage of the stores in a month
 * @param dollars a month, by part
 * @param limits those the load comes near first
 */
public record Sizing(
    Load load,
    int shards,
    int buckets,
    int fanout,
    Staging staging,
    Usage usage,
    Map<String, Double> dollars,
    List<Limit> limits) {
  private static final double GIGABYTE = 1 << 10;

  /** Computes it with the prices that Tailspan ships. */
  public static Sizing of(Load load) {
    int shards = atLeast(1, load.bytesPerSecond() / (Setup.SHARD_BYTES * Setup.SHARD_FILL));
    double finalizeSeconds = load.spansPerSecond() * Setup.STEP_SECONDS * Measured.FINALIZE_CPU;
    int fanout =
        Math.min(
            Setup.MOST_BUCKETS,
            atLeast(1, finalizeSeconds / (Setup.STEP_SECONDS * Setup.STEP_FILL)));
    int buckets = Math.max(Setup.LEAST_BUCKETS, roundUp(fanout));
    Staging staging = Staging.of(load, shards, buckets);
    Usage usage = usage(load, buckets, staging);
    return new Sizing(
        load,
        shards,
        buckets,
        fanout,
        staging,
        usage,
        dollars(load, shards, fanout, staging, usage),
        limits(load, shards, fanout, staging));
  }

  /** To a power of two, so that buckets need not be changed for every shard. */
  private static int roundUp(int number) {
    return number <= 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
  }

  private static int atLeast(int least, double number) {
    return (int) Math.max(least, Math.ceil(number - 1e-9));
  }

  /** Invocations of ingest at the same time: of each shard the share of time that it works. */
  public int ingestConcurrency() {
    return atLeast(1, ingestSeconds(load, staging));
  }

  private static double ingestSeconds(Load load, Staging staging) {
    return load.spansPerSecond() * Measured.INGEST_CPU
        + staging.batchesPerSecond() * Setup.WAIT_SECONDS;
  }

  private static Usage usage(Load load, int buckets, Staging staging) {
    double steps = buckets / Setup.STEP_SECONDS;
    double kept = load.tracesPerSecond() * load.keptShare();
    double writes =
        staging.writesPerSecond()
            + steps * Measured.WRITES_PER_STEP
            + kept * Measured.WRITES_PER_KEPT_TRACE;
    double reads = staging.readsPerSecond() + steps * Measured.READS_PER_STEP;
    double puts = staging.putsPerSecond() + Math.min(steps * Measured.PUTS_PER_STEP, kept);
    double gets =
        staging.putsPerSecond() * Measured.READS_PER_BLOCK + steps * Measured.GETS_PER_STEP;
    double month = Setup.SECONDS_A_MONTH;
    return new Usage(
        writes * month,
        reads * month,
        Math.round(puts * month),
        Math.round(gets * month),
        Math.round(archivedPerSecond(load) * month),
        0);
  }

  private static double archivedPerSecond(Load load) {
    return load.bytesPerSecond() * load.keptShare() * Measured.ARCHIVED;
  }

  private static Map<String, Double> dollars(
      Load load, int shards, int fanout, Staging staging, Usage usage) {
    Prices prices = Prices.bundled();
    CapacityPrices capacity = CapacityPrices.bundled();
    double month = Setup.SECONDS_A_MONTH;
    double units =
        Math.max(load.bytesPerSecond() / Setup.PUT_UNIT_BYTES, Math.min(1, load.spansPerSecond()));
    double runs = (fanout > 1 ? fanout + 1 : 1) / Setup.STEP_SECONDS;
    double seconds =
        ingestSeconds(load, staging)
            + load.spansPerSecond() * Measured.FINALIZE_CPU
            + runs * Setup.WAIT_SECONDS;
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(
        "Kinesis",
        shards * capacity.shardHour() * month / 3600 + units * month * capacity.putUnit());
    parts.put(
        "Lambda",
        (staging.batchesPerSecond() + runs) * month * capacity.invocation()
            + seconds * month * Setup.MEMORY_MEGABYTES / GIGABYTE * capacity.gigabyteSecond());
    Map<String, Double> used = prices.parts(usage, 0);
    double packedPerDay = load.bytesPerSecond() / Measured.PACKED * 86_400;
    double staged = packedPerDay * Setup.STAGED_DAYS;
    parts.put(
        "DynamoDB",
        used.getOrDefault("dynamodbWrites", 0.0)
            + used.getOrDefault("dynamodbReads", 0.0)
            + (staging.inItems() ? prices.inTable(staged, monthDays()) : 0)
            + prices.inTable(
                load.tracesPerSecond()
                    * load.keptShare()
                    * 86_400
                    * Setup.RETENTION_DAYS
                    * Setup.ITEM_BYTES,
                monthDays()));
    parts.put(
        "S3",
        used.getOrDefault("s3Puts", 0.0)
            + used.getOrDefault("s3Gets", 0.0)
            + (staging.inItems() ? 0 : prices.inObjects(staged, monthDays()))
            + prices.inObjects(
                archivedPerSecond(load) * 86_400 * Setup.RETENTION_DAYS, monthDays()));
    return parts;
  }

  private static double monthDays() {
    return Setup.SECONDS_A_MONTH / 86_400;
  }

  private static List<Limit> limits(Load load, int shards, int fanout, Staging staging) {
    double ingest = Math.max(1, ingestSeconds(load, staging));
    return List.of(
            new Limit("shards", shards, Setup.SHARDS, true),
            new Limit("concurrency", ingest + fanout + 1, Setup.CONCURRENCY, true),
            new Limit(
                "partition writes",
                staging.writesPerPartitionAndSecond(),
                Setup.PARTITION_WRITES,
                false),
            new Limit("S3 PUTs", staging.putsPerPrefixAndSecond(), Setup.PREFIX_PUTS, false),
            new Limit("buckets", fanout, Setup.MOST_BUCKETS, false))
        .stream()
        .sorted(Comparator.comparingDouble(Limit::share).reversed())
        .toList();
  }

  public double dollarsPerMonth() {
    return dollars.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  public double dollarsPerMillionSpans() {
    return dollarsPerMonth() / (load.spansPerSecond() * Setup.SECONDS_A_MONTH / 1e6);
  }
}
