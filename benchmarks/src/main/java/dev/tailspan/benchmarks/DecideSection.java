package dev.tailspan.benchmarks;

import com.github.luben.zstd.Zstd;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.model.TestTraces;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.DecisionRound;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.RoundClock;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Deciding by ten policies, beside decoding the same spans. No policy keeps more than a few traces,
 * so each looks at all spans.
 */
final class DecideSection {
  private static final int REQUESTS = 10;
  private static final int TRACES_PER_REQUEST = 50;
  private static final int SPANS = REQUESTS * TRACES_PER_REQUEST * 10;

  /** A policy of another type is one line more here. */
  private static final List<String> POLICIES =
      List.of(
          "{name: errors, type: status_code, status_code: {status_codes: [ERROR]}}",
          "{name: slow, type: latency, latency: {threshold_ms: 1000}}",
          "{name: admin, type: string_attribute, string_attribute:"
              + " {key: url.path, values: ['^/admin/.*', '/internal/[a-z]+$'],"
              + " enabled_regex_matching: true}}",
          "{name: tenant, type: string_attribute, string_attribute:"
              + " {key: enduser.id, values: [user-7, user-13]}}",
          "{name: server errors, type: numeric_attribute, numeric_attribute:"
              + " {key: http.response.status_code, min_value: 500, max_value: 599}}",
          "{name: cache misses, type: boolean_attribute, boolean_attribute:"
              + " {key: cache.miss, value: true}}",
          "{name: large or admin, type: ottl_condition, ottl_condition: {span: ["
              + "'attributes[\"http.response.body.size\"] > 59900 and kind == SPAN_KIND_SERVER',"
              + "'IsMatch(attributes[\"url.path\"], \"^/admin/\")']}}",
          "{name: slower than most, type: percentile_latency,"
              + " percentile_latency: {percentile: 99.9, min_samples: 10}}",
          "{name: no probes, type: drop, drop: {drop_sub_policy: ["
              + "{name: probe, type: string_attribute, string_attribute:"
              + " {key: http.route, values: [/healthz, /readyz]}}]}}",
          "{name: some, type: probabilistic, probabilistic: {sampling_percentage: 1}}");

  private final List<byte[]> requests = new ArrayList<>();
  private final List<StagedTrace> traces;
  private final PolicyFile policies;
  private final Baseline baseline;

  /** Makes the traces, as they come out of staging. */
  private DecideSection() {
    try (BlockCodec codec = new BlockCodec()) {
      TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100_000, codec);
      for (int i = 0; i < REQUESTS; i++) {
        byte[] request =
            OtlpProto.encode(TestTraces.traces(i * TRACES_PER_REQUEST, TRACES_PER_REQUEST));
        requests.add(request);
        assembler.add(new BlockKey(0, 0, "shard", "1", "2", "hash"), Zstd.compress(request));
      }
      traces = assembler.traces();
    }
    try {
      policies =
          PolicyFile.parse(
              ("tail_sampling: {policies: [" + String.join(", ", POLICIES) + "]}")
                  .getBytes(StandardCharsets.UTF_8));
    } catch (PolicyFileException e) {
      throw new IllegalStateException(e);
    }
    ServiceStats before = new ServiceStats();
    traces.forEach(before::add);
    baseline = policies.baseline(before);
  }

  /** All policies on all traces; traces kept. */
  private int decide() {
    int kept = 0;
    DecisionRound round =
        policies.round(new RoundContext(0, RoundClock.STANDING_STILL, RoundMemory.NONE, baseline));
    for (StagedTrace trace : traces) {
      kept += round.decide(trace).sampled() ? 1 : 0;
    }
    return kept;
  }

  /** The same spans into our model. */
  private int decode() throws DecodeException {
    int spans = 0;
    for (byte[] request : requests) {
      spans += OtlpProto.decode(request, Limits.DEFAULT).size();
    }
    return spans;
  }

  /** The same spans into the generated classes. */
  private int parseFrom() throws Exception {
    int groups = 0;
    for (byte[] request : requests) {
      groups += TracesData.parseFrom(request).getResourceSpansCount();
    }
    return groups;
  }

  static void measure(Run run) throws Exception {
    DecideSection on = new DecideSection();
    run.note("%d policies, %d of %d traces kept", POLICIES.size(), on.decide(), on.traces.size());
    new SideBySide(run, run.choose(40, 100))
        .with("decode", on::decode)
        .with("parseFrom", on::parseFrom)
        .with("decide", on::decide)
        .measure(SPANS, "decode", "parseFrom");
  }
}
