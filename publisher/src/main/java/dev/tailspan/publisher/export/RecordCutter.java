package dev.tailspan.publisher.export;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/** Spans into records: OTLP, as few records as hold them, packed. */
final class RecordCutter {
  /**
   * A record has 1 MiB, its partition key included. Held to before packing, so that what is
   * unpacked of a batch of records stays bounded for whoever reads it.
   */
  static final int MAX_RECORD_BYTES = (1 << 20) - 256;

  private final Compression compression;
  private final LongSupplier nanos;
  private final Ledger ledger;

  RecordCutter(Compression compression, LongSupplier nanos, Ledger ledger) {
    this.compression = compression;
    this.nanos = nanos;
    this.ledger = ledger;
  }

  List<SpanRecord> cut(Collection<SpanData> spans) {
    List<SpanRecord> records = new ArrayList<>(1);
    cut(List.copyOf(spans), records);
    return records;
  }

  private void cut(List<SpanData> spans, List<SpanRecord> records) {
    TraceRequestMarshaler request = TraceRequestMarshaler.create(spans);
    int size = request.getBinarySerializedSize();
    if (size <= MAX_RECORD_BYTES) {
      byte[] packed = compression.pack(encoded(request, size));
      records.add(new SpanRecord(packed, spans.size(), nanos.getAsLong()));
    } else if (spans.size() == 1) {
      ledger.lost(Loss.SPAN_TOO_LARGE, 1);
    } else {
      int half = spans.size() / 2;
      cut(spans.subList(0, half), records);
      cut(spans.subList(half, spans.size()), records);
    }
  }

  private static byte[] encoded(TraceRequestMarshaler request, int size) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try {
      request.writeBinaryTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
