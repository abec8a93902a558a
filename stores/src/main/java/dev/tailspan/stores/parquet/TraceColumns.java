package dev.tailspan.stores.parquet;

import dev.tailspan.storage.ArchiveStore.KeptTrace;
import org.apache.parquet.io.api.Binary;

/** What every row of a trace repeats. */
record TraceColumns(
    Binary traceId,
    Binary samplingPolicy,
    double adjustedCount,
    Binary rootServiceName,
    Binary rootSpanName,
    long duration) {

  static TraceColumns of(KeptTrace trace) {
    return new TraceColumns(
        Binary.fromString(trace.id().hex()),
        Binary.fromString(trace.sampling().policy()),
        trace.sampling().adjustedCount(),
        Binary.fromString(trace.summary().rootService()),
        Binary.fromString(trace.summary().rootName()),
        trace.summary().durationNanos());
  }
}
