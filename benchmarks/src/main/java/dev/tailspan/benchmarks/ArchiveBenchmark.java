package dev.tailspan.benchmarks;

import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.ArchiveStore.Partition;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.TracePart.Place;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.parquet.ParquetArchiveStore;
import dev.tailspan.trace.TraceSummary;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the archive costs: CPU and bytes of writing, requests and bytes of a lookup. A program
 * rather than JMH, since its figures are counts and CPU time of one thread.
 */
public final class ArchiveBenchmark {
  private static final int SPANS_PER_TRACE = 10;
  private static final int ROUNDS = 12;
  private static final int LOOKUPS = 500;

  private ArchiveBenchmark() {}

  /**
   * @param args number of traces a step keeps, 10,000 if not given
   */
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    List<KeptTrace> traces = traces(count);
    long otlpBytes = traces.stream().mapToLong(trace -> encodedSize(trace.spans())).sum();
    int spans = count * SPANS_PER_TRACE;
    Path folder = Files.createTempDirectory("archive-benchmark-");
    try {
      UsageMeter meter = new UsageMeter();
      ArchiveStore store = ParquetArchiveStore.inFolder(folder, meter);
      Map<TraceId, List<Place>> places = Map.of();
      for (int round = 1; round <= ROUNDS; round++) {
        long start = cpuNanos();
        places = write(store, traces);
        System.out.printf(
            "write round %2d: %,9.0f spans per CPU-second%n",
            round, spans * 1e9 / (cpuNanos() - start));
      }
      Usage one = meter.drain();
      System.out.printf(
          "%,d spans in %d files: %.1f bytes per span (as OTLP %.1f)%n",
          spans,
          one.puts() / ROUNDS,
          (double) one.putBytes() / ROUNDS / spans,
          (double) otlpBytes / spans);
      lookups(store, traces, places, meter);
    } finally {
      Folders.delete(folder);
    }
  }

  private static void lookups(
      ArchiveStore store,
      List<KeptTrace> traces,
      Map<TraceId, List<Place>> places,
      UsageMeter meter) {
    meter.drain();
    int found = 0;
    long start = cpuNanos();
    for (int i = 0; i < LOOKUPS; i++) {
      TraceId id = traces.get((int) ((long) i * traces.size() / LOOKUPS)).id();
      for (Place place : places.getOrDefault(id, List.of())) {
        found += store.read(id, place).size();
      }
    }
    double millis = (cpuNanos() - start) / 1e6;
    Usage usage = meter.drain();
    System.out.printf(
        "lookup of %.0f spans: %.2f GETs, %,.0f bytes, %.2f CPU-ms%n",
        (double) found / LOOKUPS,
        (double) usage.gets() / LOOKUPS,
        (double) usage.getBytes() / LOOKUPS,
        millis / LOOKUPS);
  }

  private static Map<TraceId, List<Place>> write(ArchiveStore store, List<KeptTrace> traces) {
    try (ArchiveStore.Writer writer = store.open(new Partition(498_705, 3, 29_922_300))) {
      traces.forEach(writer::add);
      return writer.finish();
    }
  }

  /** Decoded from OTLP, so that spans share their resources as they do in the finalizer. */
  private static List<KeptTrace> traces(int count) throws DecodeException {
    List<KeptTrace> traces = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      byte[] encoded = OtlpProto.encode(TestTraces.trace(n, SPANS_PER_TRACE));
      List<Span> spans = OtlpProto.decode(encoded, Limits.DEFAULT);
      traces.add(new KeptTrace(TestTraces.id(n), sampling(), summary(spans), spans));
    }
    traces.sort(Comparator.comparing(KeptTrace::id));
    return traces;
  }

  private static Sampling sampling() {
    return new Sampling("probabilistic", "", 100, 0, "9f86d081884c7d65");
  }

  private static TraceSummary summary(List<Span> spans) {
    Span root = spans.stream().filter(Span::isRoot).findFirst().orElseThrow();
    return new TraceSummary(
        root.serviceName(),
        root.name(),
        root.startTimeUnixNano(),
        root.durationNanos(),
        spans.size(),
        0,
        List.of(),
        List.of(),
        List.of());
  }

  private static int encodedSize(List<Span> spans) {
    return OtlpProto.encode(spans).length;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
