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
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a span costs on its way through statistics (all traffic), analysis (kept traces) and
 * OTLP/JSON: spans per CPU-second of one thread, and the bytes of an encoded statistics blob.
 */
public final class AnalysisBenchmark {
  private static final int SPANS_PER_TRACE = 10;
  private static final int ROUNDS = 10;

  private AnalysisBenchmark() {}

  /**
   * @param args number of traces, 10,000 if not given
   */
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    List<Span> all = new ArrayList<>();
    List<List<Span>> traces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Span> trace = TestTraces.trace(i, SPANS_PER_TRACE);
      traces.add(trace);
      all.addAll(trace);
    }
    List<StagedTrace> staged = staged(all);
    measure("ServiceStats.add", all.size(), () -> stats(staged).traces());
    byte[] blob = stats(staged).encode();
    System.out.printf(
        "statistics blob: %,d bytes for %d operations%n",
        blob.length, ServiceStats.decode(blob).operations().size());
    measure(
        "TraceAnalysis.of + summary",
        all.size(),
        () -> traces.stream().mapToInt(t -> TraceAnalysis.of(t).summary().spanCount()).sum());
    byte[] json = json(all.subList(0, Math.min(all.size(), 1_000)));
    measure(
        "OtlpJson.decode, 1,000 spans",
        Math.min(all.size(), 1_000),
        () -> OtlpJson.decode(json, Limits.DEFAULT).size());
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

  private static void measure(String what, int spans, Callable<? extends Number> work)
      throws Exception {
    long sum = 0;
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpuNanos();
      int repeats = Math.max(1, 100_000 / spans);
      for (int i = 0; i < repeats; i++) {
        sum += work.call().longValue();
      }
      best = Math.max(best, (double) spans * repeats * 1e9 / (cpuNanos() - start));
    }
    System.out.printf("%-28s %,12.0f spans per CPU-second (checksum %d)%n", what, best, sum);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
