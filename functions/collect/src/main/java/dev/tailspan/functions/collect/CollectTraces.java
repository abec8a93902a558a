package dev.tailspan.functions.collect;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.RecordDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code POST /v1/traces} of OTLP/HTTP: checked, cut into records, put on the stream. */
final class CollectTraces {
  /** The largest body after decompression, as OTLP recommends. */
  static final int MAX_BODY_BYTES = 20 << 20;

  /**
   * A Kinesis record has 1 MiB, its partition key included. Held to before it is packed, so that
   * what ingest unpacks of a batch stays bounded too.
   */
  private static final int MAX_RECORD_BYTES = (1 << 20) - 256;

  private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip", "deflate", "zstd");

  private static final Limits LIMITS =
      new Limits(
          MAX_BODY_BYTES,
          Limits.DEFAULT.maxSpanBytes(),
          Limits.DEFAULT.maxNesting(),
          1,
          Limits.DEFAULT.maxZstdWindowLog());

  /** Where records go. */
  @FunctionalInterface
  interface Sink {
    /** Puts records on the stream; returns why some failed for good, and nothing if none did. */
    List<String> put(List<byte[]> records);
  }

  private final RecordPacker packer = new RecordPacker();
  private final Sink sink;

  CollectTraces(Sink sink) {
    this.sink = sink;
  }

  ProxyResponse answer(ProxyRequest request) {
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    ExportAnswer answer = new ExportAnswer(type.startsWith("application/json"));
    if (!request.path().equals("/v1/traces")) {
      return answer.refused(
          404, "there is nothing at " + request.path() + "; spans go to /v1/traces");
    }
    if (!request.method().equals("POST")) {
      return answer
          .refused(405, request.method() + " is not allowed; use POST")
          .with("Allow", "POST");
    }
    if (!answer.json() && !type.startsWith("application/x-protobuf")) {
      return answer.refused(
          415,
          "Content-Type must be application/x-protobuf or application/json, but is '" + type + "'");
    }
    String encoding = request.header("content-encoding").orElse("").toLowerCase(Locale.ROOT);
    if (!ENCODINGS.contains(encoding)) {
      return answer.refused(
          415,
          "Content-Encoding must be gzip, deflate, zstd or identity, but is '" + encoding + "'");
    }
    return collect(request, answer);
  }

  private ProxyResponse collect(ProxyRequest request, ExportAnswer answer) {
    if (request.body().length == 0) {
      return answer.accepted(0, "");
    }
    if (request.body().length > MAX_BODY_BYTES) {
      return answer.refused(413, "the body has more than " + MAX_BODY_BYTES + " bytes");
    }
    List<Span> valid = new ArrayList<>();
    int rejected = 0;
    List<byte[]> records = new ArrayList<>();
    boolean debug = request.header("x-debug-trace").filter("true"::equalsIgnoreCase).isPresent();
    try {
      for (ByteSlice slice : new RecordDecoder(LIMITS).decode(request.body())) {
        List<Span> spans = OtlpProto.decode(slice, LIMITS);
        List<Span> good = spans.stream().filter(CollectTraces::isValid).toList();
        rejected += spans.size() - good.size();
        if (good.size() == spans.size() && !debug && slice.length() <= MAX_RECORD_BYTES) {
          records.add(slice.toBytes());
        } else {
          valid.addAll(debug ? good.stream().map(CollectTraces::marked).toList() : good);
        }
      }
    } catch (DecodeException e) {
      int status = e.reason() == DecodeException.Reason.TOO_LARGE ? 413 : 400;
      return answer.refused(status, String.valueOf(e.getMessage()));
    }
    rejected += cut(valid, records);
    List<byte[]> packed = records.stream().map(packer::pack).toList();
    List<String> failures = packed.isEmpty() ? List.of() : sink.put(packed);
    if (!failures.isEmpty()) {
      return answer.unavailable(
          failures.size()
              + " of "
              + records.size()
              + " records were not taken: "
              + failures.get(0));
    }
    return answer.accepted(
        rejected, "spans need a trace id and a span id that are not zero, and less than 1 MiB");
  }

  private static boolean isValid(Span span) {
    return span.traceId().isValid() && span.spanId().isValid();
  }

  /** {@code X-Debug-Trace: true} on the request marks its spans for the policy {@code debug}. */
  private static Span marked(Span span) {
    List<KeyValue> attributes = new ArrayList<>(span.attributes().entries());
    attributes.add(new KeyValue("tailspan.debug", new AttributeValue.BoolValue(true)));
    return span.toBuilder()
        .attributes(new Attributes(attributes), span.droppedAttributesCount())
        .build();
  }

  /** Halves until each part fits into a record; returns how many spans are too large alone. */
  private static int cut(List<Span> spans, List<byte[]> records) {
    if (spans.isEmpty()) {
      return 0;
    }
    byte[] encoded = OtlpProto.encode(spans);
    if (encoded.length <= MAX_RECORD_BYTES) {
      records.add(encoded);
      return 0;
    }
    if (spans.size() == 1) {
      return 1;
    }
    int half = spans.size() / 2;
    return cut(spans.subList(0, half), records) + cut(spans.subList(half, spans.size()), records);
  }
}
