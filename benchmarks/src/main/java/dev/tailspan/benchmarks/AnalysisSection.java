package dev.tailspan.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a span costs on its way through statistics (all traffic), analysis (kept traces) and
 * OTLP/JSON, and the bytes of an encoded statistics blob.
 */
final class AnalysisSection {
  private static final int SPANS_PER_TRACE = 10;
  private static final int JSON_SPANS = 1_000;

  private AnalysisSection() {}

  static void measure(Run run) throws Exception {
    List<Span> all = new ArrayList<>();
    List<List<Span>> traces = new ArrayList<>();
    for (int i = 0; i < run.choose(2_000, 10_000); i++) {
      List<Span> trace = TestTraces.trace(i, SPANS_PER_TRACE);
      traces.add(trace);
      all.addAll(trace);
    }
    List<StagedTrace> staged = staged(all);
    new SideBySide(run, run.choose(10, 20))
        .with("ServiceStats.add", () -> stats(staged).traces())
        .with(
            "TraceAnalysis.of and summary",
            () -> traces.stream().mapToInt(t -> TraceAnalysis.of(t).summary().spanCount()).sum())
        .measure(all.size());
    byte[] json = json(all.subList(0, JSON_SPANS));
    new SideBySide(run, run.choose(100, 300))
        .with("OtlpJson.decode", () -> OtlpJson.decode(json, Limits.DEFAULT).size())
        .measure(JSON_SPANS);
    byte[] blob = StatsCodec.encode(stats(staged));
    run.measured(
        "statistics blob",
        Measurement.figures(
            "B", blob.length, "operations", StatsCodec.decode(blob).operations().size()));
  }

  private static ServiceStats stats(List<StagedTrace> traces) {
    ServiceStats stats = new ServiceStats();
    traces.forEach(stats::add);
    return stats;
  }

  /** As they come out of staging: from one block, with their resources shared. */
  private static List<StagedTrace> staged(List<Span> spans) {
    try (BlockCodec codec = new BlockCodec()) {
      TraceAssembler assembler = new TraceAssembler((high, low) -> true, 1_000_000, codec);
      for (int from = 0; from < spans.size(); from += 10_000) {
        List<Span> part = spans.subList(from, Math.min(spans.size(), from + 10_000));
        assembler.add(
            new BlockKey(0, 0, "shard", "1", "2", "hash"), Zstd.compress(OtlpProto.encode(part)));
      }
      return assembler.traces();
    }
  }

  private static byte[] json(List<Span> spans) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      OtlpJson.write(out, spans);
    }
    return bytes.toByteArray();
  }
}
