package dev.tailspan.benchmarks;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.BatchCutter;
import dev.tailspan.block.Block;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.Status;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.OtlpValidator;
import dev.tailspan.wire.RecordDecoder;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The path every span travels, against what cannot be had for less: zstd over the same bytes. A
 * batch is 10 requests of 500 spans (50 traces of 10) into 8 buckets. By JMH in wall time; {@link
 * #main} prints all in one run as CPU time of the thread, which is what Lambda sells and what a
 * busy machine leaves comparable. Garbage collection is not in that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class IngestBenchmark {
  private static final int REQUESTS = 10;
  private static final int TRACES_PER_REQUEST = 50;
  private static final int SPANS = REQUESTS * TRACES_PER_REQUEST * 10;
  private static final int REPEATS = 5;
  private static final Layout LAYOUT = new Layout(8, 10_000);
  private static final AttributeKey STATUS_CODE = AttributeKey.of("http.response.status_code");

  private final RecordDecoder decoder = new RecordDecoder(Limits.DEFAULT);
  private final OtlpValidator validator = new OtlpValidator(Limits.DEFAULT);
  private final BlockCodec codec = new BlockCodec();
  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(3);
  private final List<byte[]> requests = new ArrayList<>();
  private final List<Block> blocks;
  private final byte[] packed = new byte[1 << 20];

  /** Makes the requests. */
  public IngestBenchmark() {
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(OtlpProto.encode(TestTraces.traces(i * TRACES_PER_REQUEST, TRACES_PER_REQUEST)));
    }
    try {
      blocks = ingest();
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The requests as received, each compressed at level 3. @return compressed bytes */
  @Benchmark
  public long zstdAlone() {
    long size = 0;
    for (byte[] request : requests) {
      size += zstd.compressByteArray(packed, 0, packed.length, request, 0, request.length);
    }
    return size;
  }

  /** Detection, validation, cutting, hashing and compression. */
  @Benchmark
  public List<Block> ingest() throws DecodeException {
    BatchCutter cutter =
        new BatchCutter(
            LAYOUT, Limits.DEFAULT, "shard-0", decoder::decode, codec, BlockSizes.DEFAULT);
    for (int i = 0; i < requests.size(); i++) {
      cutter.add(Integer.toString(i), 5, requests.get(i));
    }
    return cutter.cut();
  }

  /** Validation alone: a part of {@link #ingest}. */
  @Benchmark
  public long validate() throws DecodeException {
    long bytes = 0;
    for (byte[] request : requests) {
      bytes += validator.validate(ByteSlice.of(request)).length();
    }
    return bytes;
  }

  /** The generated classes, decoding only. */
  @Benchmark
  public long parseFrom() throws Exception {
    long groups = 0;
    for (byte[] request : requests) {
      groups += TracesData.parseFrom(request).getResourceSpansCount();
    }
    return groups;
  }

  /** Traces from the blocks of {@link #ingest}, each span looked at as policies do. */
  @Benchmark
  public long assemble() {
    TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100_000, codec);
    for (Block block : blocks) {
      assembler.add(block.key(), block.content());
    }
    long interesting = 0;
    for (StagedTrace trace : assembler.traces()) {
      for (StagedSpan span : trace.spans()) {
        boolean failed = span.statusCode() == Status.Code.ERROR || span.durationNanos() > 1L << 40;
        boolean answered = span.attribute(STATUS_CODE) instanceof IntValue code && code.value() > 1;
        interesting += failed || answered || span.serviceName().isEmpty() ? 1 : 0;
      }
    }
    return interesting;
  }

  /**
   * Runs all in turns and prints CPU-seconds per million spans and ratios.
   *
   * @param args number of rounds, 30 if not given
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
    IngestBenchmark run = new IngestBenchmark();
    List<Part> parts =
        List.of(
            new Part("zstdAlone", run::zstdAlone, new long[rounds]),
            new Part("ingest", run::ingest, new long[rounds]),
            new Part("  of which validate", run::validate, new long[rounds]),
            new Part("parseFrom", run::parseFrom, new long[rounds]),
            new Part("assemble", run::assemble, new long[rounds]));
    for (int round = -rounds; round < rounds; round++) { // the first half warms up
      for (Part part : parts) {
        long start = cpuNanos();
        for (int i = 0; i < REPEATS; i++) {
          part.work.call();
        }
        if (round >= 0) {
          part.nanos[round] = (cpuNanos() - start) / REPEATS;
        }
      }
    }
    run.print(parts);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Part(String name, Callable<?> work, long[] nanos) {}

  private void print(List<Part> parts) {
    long received = requests.stream().mapToLong(r -> r.length).sum();
    long stored = blocks.stream().mapToLong(b -> b.content().length).sum();
    System.out.printf(
        "%d spans of %d bytes; compressed as received %.1f x, as %d blocks %.1f x%n",
        SPANS,
        received / SPANS,
        (double) received / zstdAlone(),
        blocks.size(),
        (double) received / stored);
    System.out.printf(
        "%-20s %22s %18s %14s%n", "", "CPU-s / million spans", "spans / CPU-s", "of zstdAlone");
    double base = median(parts.get(0).nanos);
    for (Part part : parts) {
      double nanos = median(part.nanos);
      System.out.printf(
          "%-20s %22.3f %,18.0f %14.2f%n",
          part.name, nanos / 1e3 / SPANS, SPANS * 1e9 / nanos, nanos / base);
    }
  }

  private static double median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
