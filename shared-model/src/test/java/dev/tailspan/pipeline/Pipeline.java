package dev.tailspan.pipeline;

import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.FinalizeStores;
import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.decide.LowWatermark;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.ingest.RedactionSource;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.KeepTrace;
import dev.tailspan.lookup.PastRounds;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.TestClock;
import dev.tailspan.storage.memory.MemoryArchiveStore;
import dev.tailspan.storage.memory.MemoryDecisionStore;
import dev.tailspan.storage.memory.MemoryIndexStore;
import dev.tailspan.storage.memory.MemoryPolicyStore;
import dev.tailspan.storage.memory.MemoryQuarantineStore;
import dev.tailspan.storage.memory.MemoryStagingStore;
import dev.tailspan.storage.memory.MemoryStatsStore;
import dev.tailspan.storage.memory.MemoryWatermarkStore;
import dev.tailspan.storage.memory.ScriptedFaults;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The three use cases over in-memory stores, a model of the stream and a clock that moves when
 * told: slices of 10 s, steps of 60 s, a quiet period of 30 s, 2 buckets.
 */
public final class Pipeline {
  public static final String ERRORS_ONLY =
      """
      policies:
        - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
      """;
  public static final String EVERYTHING =
      """
      policies:
        - {name: everything, type: always_sample}
      """;

  /** Of what has no error some spans a step, the same whoever counts them. */
  static final String LIMITED =
      """
      policies:
        - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
        - name: some
          type: and
          and:
            and_sub_policy:
              - {name: fine, type: status_code, status_code: {status_codes: [UNSET]}}
              - {name: few, type: rate_limiting, rate_limiting: {spans_per_second: 1, burst_capacity: 6}}
        - {name: none, type: bytes_limiting, bytes_limiting: {bytes_per_second: 1, burst_capacity: 1}}
      """;

  /** One that looks at the traffic before, and one of each. */
  static final String OWN =
      """
      policies:
        - {name: slow, type: percentile_latency, percentile_latency: {percentile: 60, min_samples: 4, of: any}}
        - {name: each, type: diversity, diversity: {period: 1m, distinguish: [errors]}}
        - {name: rare, type: rare_operation, rare_operation: {traces_per_minute: 0.5}}
        - {name: more, type: error_rate_change, error_rate_change: {traces_per_minute: 1, sigmas: 2, min_samples: 2}}
      """;

  public static final Layout LAYOUT = new Layout(2, 10_000);
  public static final long SLACK_MILLIS = 1_000;
  public static final long TTL_SECONDS = 3_600;

  public final TestClock clock = new TestClock();
  public final ScriptedFaults faults = new ScriptedFaults();
  public final ModelStream stream;
  public final MemoryStagingStore staging = new MemoryStagingStore(clock, faults);
  public final MemoryWatermarkStore watermarks =
      new MemoryWatermarkStore(clock, Duration.ofDays(7), faults);
  public final MemoryQuarantineStore quarantine = new MemoryQuarantineStore(faults);
  public final MemoryDecisionStore decisions = new MemoryDecisionStore(clock, faults);
  public final MemoryStatsStore stats = new MemoryStatsStore(clock, faults);
  public final MemoryIndexStore index = new MemoryIndexStore(clock, faults);
  public final MemoryArchiveStore archive = new MemoryArchiveStore(faults);
  public final MemoryPolicyStore policies = new MemoryPolicyStore(clock, faults);
  public final UsageMeter meter = new UsageMeter();
  DecideSettings settings = settings(64 << 20, 100_000);
  PolicyReading reading;
  private final Map<String, Integer> readUpTo = new HashMap<>();
  private FinalizeTraces finalizer;

  public Pipeline(String policy, int shards) {
    this(policy, PolicyReading.DEFAULT, shards);
  }

  public Pipeline(String policy, PolicyReading reading, int shards) {
    this.reading = reading;
    stream = new ModelStream(clock, shards);
    policies.replaceCurrent(policy.getBytes(StandardCharsets.UTF_8));
    restartFinalizer();
  }

  static DecideSettings settings(long maxLoadedBytes, int maxSpansPerTrace) {
    return new DecideSettings(
        LAYOUT, 6, 3, 60, TTL_SECONDS, 86_400, maxLoadedBytes, maxSpansPerTrace);
  }

  public DecideSettings settings() {
    return settings;
  }

  /** As after a cold start: nothing is remembered. */
  void restartFinalizer() {
    finalizer = newFinalizer();
  }

  public FinalizeTraces newFinalizer() {
    return new FinalizeTraces(
        new FinalizeStores(staging, watermarks, decisions, stats, index, archive, meter),
        policyVersions(),
        settings);
  }

  /** As a process that has just started has them. */
  public PolicyVersions policyVersions() {
    return new PolicyVersions(policies, reading);
  }

  /** Puts spans as one record. */
  public StreamRecord put(int shard, List<Span> spans) {
    return stream.put(shard, OtlpProto.encode(spans));
  }

  /** Delivers what has not been acknowledged yet, in batches of at most so many records. */
  public void ingest(int batchSize) {
    for (int shard = 0; shard < stream.shardCount(); shard++) {
      ingestShard(shard, batchSize);
    }
  }

  void ingestShard(int shard, int batchSize) {
    while (deliver(shard, batchSize)) {}
  }

  /** One delivery; false when nothing was left. A failed record and all behind it come again. */
  boolean deliver(int shard, int batchSize) {
    String id = ModelStream.name(shard);
    List<StreamRecord> records = stream.records(shard);
    int from = readUpTo.getOrDefault(id, 0);
    int to = Math.min(records.size(), from + batchSize);
    if (from == to) {
      return false;
    }
    IngestResult result = ingestBatch(records.subList(from, to));
    int next = to;
    for (int i = from; i < to && next == to; i++) {
      if (result.failedSequenceNumbers().contains(records.get(i).sequenceNumber())) {
        next = i;
      }
    }
    readUpTo.put(id, next);
    return true;
  }

  /** How many of a shard's records are acknowledged. */
  int readUpTo(int shard) {
    return readUpTo.getOrDefault(ModelStream.name(shard), 0);
  }

  IngestResult ingestBatch(List<StreamRecord> records) {
    return newIngest(RedactionSource.NONE)
        .ingest(new ArrayList<>(records), clock.getAsLong() / 1000);
  }

  /** As a process that has just started has it. */
  public IngestBatch newIngest(RedactionSource redactions) {
    return new IngestBatch(
        staging,
        watermarks,
        quarantine,
        meter,
        new IngestSettings(LAYOUT, Limits.DEFAULT, BlockSizes.DEFAULT, SLACK_MILLIS, TTL_SECONDS),
        redactions);
  }

  public OptionalLong lowWatermark() {
    return new LowWatermark(stream, watermarks, SLACK_MILLIS, 6 * 3_600_000L, 0)
        .compute(clock.getAsLong());
  }

  public FinalizeTraces.Outcome finish() {
    return finish(finalizer);
  }

  FinalizeTraces.Outcome finish(FinalizeTraces finalizer) {
    return finalizer.run(0, LAYOUT.buckets(), lowWatermark().orElseThrow(), () -> true);
  }

  public void wait(Duration time) {
    clock.advance(time);
  }

  /** The version that some bucket has pinned. */
  String version() {
    return FinalizeTest.cursors(this).get(0).policyVersion();
  }

  FoundTrace find(TraceId id) {
    return finder().find(id, clock.getAsLong());
  }

  FoundTrace explain(TraceId id) {
    return finder().explain(id, clock.getAsLong());
  }

  public FindTrace finder() {
    return finder(archive);
  }

  FindTrace finder(ArchiveStore from) {
    return new FindTrace(
        new FindTrace.Stores(staging, watermarks, decisions, index, from),
        LAYOUT,
        new PastRounds(decisions, stats, policyVersions(), LAYOUT, settings.stepSlices()),
        settings.maxSpansPerTrace());
  }

  KeepTrace.Outcome keep(TraceId id) {
    return keeper().keep(id, "somebody", "looks odd", clock.getAsLong());
  }

  public KeepTrace keeper() {
    return new KeepTrace(finder(), decisions, LAYOUT, TTL_SECONDS);
  }
}
