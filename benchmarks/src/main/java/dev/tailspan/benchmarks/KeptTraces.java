package dev.tailspan.benchmarks;

import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.Sampling;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.trace.TraceSummary;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.List;

/**
 * As many kept traces as are asked for, in the order of their ids: a thousand different ones, again
 * and again under new ids. No row group has one twice.
 */
final class KeptTraces {
  static final int SPANS_PER_TRACE = 10;
  static final Sampling SAMPLING = new Sampling("probabilistic", "", 100, 0, "9f86d081884c7d65");

  private static final int DIFFERENT = 1_000;

  private final List<KeptTrace> different = new ArrayList<>(DIFFERENT);
  private final long otlpBytes;

  /** Decoded from OTLP, so that spans share their resources as they do in the finalizer. */
  KeptTraces() {
    long bytes = 0;
    for (int n = 0; n < DIFFERENT; n++) {
      byte[] encoded = OtlpProto.encode(TestTraces.trace(n, SPANS_PER_TRACE));
      bytes += encoded.length;
      List<Span> spans;
      try {
        spans = OtlpProto.decode(encoded, Limits.DEFAULT);
      } catch (DecodeException e) {
        throw new IllegalStateException(e);
      }
      TraceSummary summary = TraceAnalysis.of(spans).summary();
      different.add(new KeptTrace(id(n), SAMPLING, summary, spans));
    }
    otlpBytes = bytes;
  }

  /** The id of the n-th, above those before it. */
  static TraceId id(int n) {
    long hash = (n + 1L) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
    return new TraceId((long) n << 32 | hash >>> 32, hash | 1);
  }

  KeptTrace trace(int n) {
    KeptTrace like = different.get(n % DIFFERENT);
    return new KeptTrace(id(n), SAMPLING, like.summary(), like.spans());
  }

  /** Of a span, as OTLP with its share of the resources. */
  double otlpBytesPerSpan() {
    return (double) otlpBytes / DIFFERENT / SPANS_PER_TRACE;
  }
}
