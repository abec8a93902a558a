package dev.tailspan.storage.contract;

import dev.tailspan.block.Block;
import dev.tailspan.block.BlockKey;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.Usage;
import dev.tailspan.trace.TraceSummary;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of a realistic size to store; the same arguments give the same value. */
public final class StoredValues {
  public static final String SHARD = "shardId-000000000000";

  /** Sequence numbers as Kinesis makes them: 56 digits. */
  public static String sequenceNumber(long n) {
    return "49590338271490256608559692538361571095921575989136" + String.format("%06d", n);
  }

  /** Bytes that do not compress. */
  public static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public static Block block(long slice, int partition, String shard, long n, int contentBytes) {
    byte[] content = noise(contentBytes, n);
    String hash = HexFormat.of().formatHex(noise(16, n));
    BlockKey key =
        new BlockKey(slice, partition, shard, sequenceNumber(n), sequenceNumber(n + 9), hash);
    return new Block(key, 10, 3 * contentBytes, content);
  }

  public static TraceId traceId(long n) {
    Random random = new Random(n);
    return new TraceId(random.nextLong(), random.nextLong());
  }

  public static Sampling sampling() {
    return new Sampling(
        "slow-checkouts",
        "latency 1.204 s is above 1 s",
        1.25,
        4_000_000_020_000L,
        "9f86d081884c7d65");
  }

  /** The summary of a trace of four services and ten spans. */
  public static TraceSummary summary() {
    return new TraceSummary(
        "frontend",
        "HTTP GET /api/checkout",
        1_700_000_000_123_456_789L,
        1_204_000_000L,
        10,
        1,
        List.of("cart", "frontend", "inventory", "payment"),
        List.of(
            "cart\nGetCart",
            "cart\nredis HGETALL",
            "frontend\nHTTP GET /api/checkout",
            "inventory\nReserve",
            "inventory\nSELECT stock",
            "payment\nCharge",
            "payment\nHTTP POST /v1/charges"),
        List.of("ERROR"));
  }

  public static TracePart part(TraceId id, long step) {
    return new TracePart(
        id,
        step,
        sampling(),
        summary(),
        List.of(
            new TracePart.Place(
                "traces/dt=2026-11-24/hour=08/b003-s29399045-5f1d7a0c2b9e4a63.parquet",
                1_048_576,
                20_511,
                2,
                524_288,
                262_144)));
  }

  public static CatalogSegment segment(long hour, int bucket, long step, int traces) {
    List<CatalogSegment.Entry> entries =
        new Random(step * 31 + bucket)
            .longs(traces)
            .sorted()
            .mapToObj(n -> new CatalogSegment.Entry(traceId(n), summary(), sampling()))
            .toList();
    return new CatalogSegment(hour, bucket, step, entries);
  }

  public static DecidedSet decided(int bucket, long step, long endSlice, int traces) {
    SortedMap<TraceId, Long> ids = new TreeMap<>();
    for (int i = 0; i < traces; i++) {
      ids.put(traceId(step * 1_000_003 + i), endSlice - 1 - i % 30);
    }
    DecidedSet.Pinned pinned =
        new DecidedSet.Pinned(step - 1, traces % 2 == 0 ? step - 60 : -1, step);
    return DecidedSet.of(bucket, step, endSlice, "9f86d081884c7d65", pinned, ids);
  }

  public static BucketCursor cursor(int bucket, long revision) {
    return new BucketCursor(
        bucket,
        revision,
        29_399_045 + revision,
        176_394_260,
        "9f86d081884c7d65",
        29_399_044 + revision,
        29_399_000 + revision,
        29_399_043 + revision,
        revision - 1,
        decisionCounts());
  }

  public static DecisionCounts decisionCounts() {
    return new DecisionCounts(
        1000,
        10_000,
        120,
        Map.of("slow-checkouts", 7L, "errors \"quoted\" ü", 5L),
        988,
        Map.of("health checks", 900L),
        1,
        2,
        30,
        0,
        4,
        usage());
  }

  public static IngestCounts ingestCounts(long n) {
    return new IngestCounts(n, 500 * n, 10 * n, n, 1, 2, 8, 4000, usage());
  }

  public static Usage usage() {
    return new Usage(12.5, 0.5, 3, 2, 4096, 2048);
  }

  public static ShardWatermark watermark(String shard, long n, long stagedUpToMillis) {
    return new ShardWatermark(shard, sequenceNumber(n), stagedUpToMillis, false);
  }

  public static QuarantinedRecord quarantined(String shard, long n, long arrivalMillis) {
    return new QuarantinedRecord(
        shard,
        sequenceNumber(n),
        arrivalMillis,
        "TRUNCATED",
        "field 2 of ResourceSpans ends after byte 17 of 40",
        0,
        noise(100, n));
  }

  private StoredValues() {}
}
