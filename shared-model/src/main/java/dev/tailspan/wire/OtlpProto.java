package dev.tailspan.wire;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model to OTLP protobuf ({@code TracesData} of opentelemetry-proto 1.9) and back. Nothing the
 * model can hold is lost on the way there; on the way back fields the model does not have are
 * passed over, and what is no UTF-8 becomes U+FFFD.
 */
public final class OtlpProto {
  private OtlpProto() {}

  /**
   * Encodes spans, grouped by resource and scope in the order in which these are first met. Written
   * as the reference implementation does: fields by number, defaults left out.
   */
  public static byte[] encode(Collection<Span> spans) {
    return OtlpEncoder.encode(spans);
  }

  /**
   * Encodes spans in their order: equal resources (or scopes) are merged only where neighbouring
   * spans hold the same object, as they do when they were decoded from one ResourceSpans.
   */
  public static byte[] encodeInOrder(List<Span> spans) {
    return OtlpEncoder.encodeInOrder(spans);
  }

  /** Decodes all spans of a {@code TracesData}, in their order. */
  public static List<Span> decode(byte[] tracesData, Limits limits) throws DecodeException {
    return decode(ByteSlice.of(tracesData), limits);
  }

  /** Decodes all spans of a {@code TracesData}, in their order. */
  public static List<Span> decode(ByteSlice tracesData, Limits limits) throws DecodeException {
    new OtlpValidator(limits).validate(tracesData);
    Collector collector = new Collector(limits);
    new TracesDataWalker().walk(tracesData, collector);
    return List.copyOf(collector.spans);
  }

  /** Decodes the head of a ResourceSpans: see {@link TracesDataWalker}. */
  public static Resource decodeResource(ByteSlice head, Limits limits) throws DecodeException {
    return new OtlpDecoder(limits).resourceHead(new ProtoReader(head));
  }

  /** Decodes the head of a ScopeSpans: see {@link TracesDataWalker}. */
  public static Scope decodeScope(ByteSlice head, Limits limits) throws DecodeException {
    return new OtlpDecoder(limits).scopeHead(new ProtoReader(head));
  }

  /** Decodes one span that came under the resource and scope. */
  public static Span decodeSpan(ByteSlice span, Resource resource, Scope scope, Limits limits)
      throws DecodeException {
    return new OtlpSpanDecoder(limits).span(new ProtoReader(span), resource, scope);
  }

  /**
   * Looks in an encoded span for its first attribute of that name, without decoding any other.
   *
   * @param key the name in UTF-8
   * @return null when there is none
   */
  public static @Nullable AttributeValue findAttribute(ByteSlice span, byte[] key, Limits limits)
      throws DecodeException {
    return new OtlpDecoder(limits).findAttribute(new ProtoReader(span), key);
  }

  /** The text of a span's trace_state, decoded alone. */
  public static String traceState(ByteSlice span) throws DecodeException {
    ProtoReader in = new ProtoReader(span);
    String state = "";
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == (3 << 3 | ProtoReader.LENGTH)) {
        state = in.readString();
      } else {
        in.skip(tag);
      }
    }
    return state;
  }

  static TraceId traceId(byte[] id) throws DecodeException {
    if (id.length != TraceId.BYTES && id.length != 0) {
      throw DecodeException.malformed("a trace id has " + id.length + " bytes in place of 16");
    }
    return id.length == 0
        ? new TraceId(0, 0)
        : new TraceId(OtlpDecoder.bigEndian(id, 0), OtlpDecoder.bigEndian(id, Long.BYTES));
  }

  static SpanId spanId(byte[] id) throws DecodeException {
    if (id.length != SpanId.BYTES && id.length != 0) {
      throw DecodeException.malformed("a span id has " + id.length + " bytes in place of 8");
    }
    return id.length == 0 ? SpanId.NONE : new SpanId(OtlpDecoder.bigEndian(id, 0));
  }

  private static final class Collector implements TracesDataWalker.Visitor {
    private final List<Span> spans = new ArrayList<>();
    private final OtlpSpanDecoder decoder;
    private final Limits limits;
    private Resource resource = Resource.EMPTY;
    private Scope scope = Scope.EMPTY;

    Collector(Limits limits) {
      this.limits = limits;
      this.decoder = new OtlpSpanDecoder(limits);
    }

    @Override
    public void resource(byte[] head, int length) throws DecodeException {
      resource = decodeResource(ByteSlice.of(Arrays.copyOf(head, length)), limits);
    }

    @Override
    public void scope(byte[] head, int length) throws DecodeException {
      scope = decodeScope(ByteSlice.of(Arrays.copyOf(head, length)), limits);
    }

    @Override
    public void span(byte[] bytes, int offset, int length) throws DecodeException {
      spans.add(
          decoder.span(new ProtoReader(new ByteSlice(bytes, offset, length)), resource, scope));
    }
  }
}
