package dev.tailspan.block;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.AttributePlaces;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.ProtoReader;
import dev.tailspan.wire.SpanHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One span as it lies in a block: the fields of fixed size are read once, all else is looked at in
 * place when somebody asks. Not for several threads, as the places of attributes are remembered.
 * Times are nanoseconds since the epoch, unsigned.
 */
public final class StagedSpan {
  /** Spans were checked against the limits of their day when they came in; here none is refused. */
  static final Limits LIMITS =
      new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 99, 1, Limits.DEFAULT.maxZstdWindowLog());

  /** The order of spans in a trace: total but for spans that are the same. */
  static final Comparator<StagedSpan> BY_TIME =
      (a, b) -> {
        int order = Long.compareUnsigned(a.startTimeUnixNano, b.startTimeUnixNano);
        return order != 0 ? order : compareIdentity(a, b);
      };

  /** Copies of a span side by side, the one that arrived first leading. */
  static final Comparator<StagedSpan> BY_IDENTITY =
      (a, b) -> {
        int order = compareIdentity(a, b);
        return order != 0 ? order : Long.compare(a.slice, b.slice);
      };

  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final int nameOffset;
  private final int nameLength;
  private final StagedScope scope;
  private final long slice;
  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final long parentSpanId;
  private final long startTimeUnixNano;
  private final long endTimeUnixNano;
  private final long contentHash;
  private final int flags;
  private final byte kind;
  private final byte statusCode;

  /** Of its attributes, once one was looked for: policies look for many. */
  private char @Nullable [] places;

  private boolean looked;

  /** How often it was received, itself counted; only {@link TraceSpans} touches it. */
  int copies = 1;

  /**
   * Takes over {@code bytes[offset, offset + length)}.
   *
   * @param header what was read of the span
   * @param headerShift from the place the header was read at to the offset
   */
  StagedSpan(
      byte[] bytes,
      int offset,
      int length,
      SpanHeader header,
      int headerShift,
      StagedScope scope,
      long slice) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.nameOffset = header.nameOffset() + (header.nameLength() == 0 ? 0 : headerShift);
    this.nameLength = header.nameLength();
    this.scope = scope;
    this.slice = slice;
    this.traceIdHigh = header.traceIdHigh();
    this.traceIdLow = header.traceIdLow();
    this.spanId = header.spanId();
    this.parentSpanId = header.parentSpanId();
    this.startTimeUnixNano = header.startTimeUnixNano();
    this.endTimeUnixNano = header.endTimeUnixNano();
    this.contentHash = Murmur3.hash64(bytes, offset, length, scope.hash());
    this.flags = header.flags();
    this.kind = (byte) SpanKind.of(header.kind()).ordinal();
    this.statusCode = (byte) Status.Code.of(header.statusCode()).ordinal();
  }

  public TraceId traceId() {
    return new TraceId(traceIdHigh, traceIdLow);
  }

  public long traceIdHigh() {
    return traceIdHigh;
  }

  public long traceIdLow() {
    return traceIdLow;
  }

  public SpanId spanId() {
    return new SpanId(spanId);
  }

  /** {@link SpanId#NONE} for a root. */
  public SpanId parentSpanId() {
    return new SpanId(parentSpanId);
  }

  /** The span id without an object around it. */
  public long spanIdValue() {
    return spanId;
  }

  /** The parent's id without an object around it, 0 for a root. */
  public long parentSpanIdValue() {
    return parentSpanId;
  }

  public long startTimeUnixNano() {
    return startTimeUnixNano;
  }

  public long endTimeUnixNano() {
    return endTimeUnixNano;
  }

  /** End minus start in nanoseconds; 0 where the end lies before the start. */
  public long durationNanos() {
    return Long.compareUnsigned(endTimeUnixNano, startTimeUnixNano) > 0
        ? endTimeUnixNano - startTimeUnixNano
        : 0;
  }

  public SpanKind kind() {
    return SpanKind.of(kind);
  }

  public Status.Code statusCode() {
    return Status.Code.of(statusCode);
  }

  public int flags() {
    return flags;
  }

  /** The slice it arrived in; of copies the earliest. */
  public long slice() {
    return slice;
  }

  /** Of the bytes of the span, its scope and its resource. */
  public long contentHash() {
    return contentHash;
  }

  /** Bytes of the span alone. */
  public int encodedSize() {
    return length;
  }

  public String name() {
    return new String(bytes, nameOffset, nameLength, StandardCharsets.UTF_8);
  }

  /** A hash of the name's bytes, to look names up without making a text of each. */
  public long nameHash() {
    return Murmur3.hash64(bytes, nameOffset, nameLength, 0);
  }

  /** The {@link #nameHash()} of a span of that name. */
  public static long nameHash(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return Murmur3.hash64(utf8, 0, utf8.length, 0);
  }

  /** Bytes of the name. */
  public int nameLength() {
    return nameLength;
  }

  /** Whether the name has exactly these bytes. */
  public boolean isNamed(byte[] utf8) {
    return Arrays.equals(bytes, nameOffset, nameOffset + nameLength, utf8, 0, utf8.length);
  }

  /** The W3C tracestate, as received. */
  public String traceState() {
    try {
      return OtlpProto.traceState(encoded());
    } catch (DecodeException e) {
      throw corrupt(e);
    }
  }

  public String serviceName() {
    return scope.resource().serviceName();
  }

  StagedScope stagedScope() {
    return scope;
  }

  public StagedResource resource() {
    return scope.resource();
  }

  /** The instrumentation scope; decoded once for all spans under it. */
  public Scope scope() {
    return scope.scope();
  }

  /** Whether the text is anywhere in the encoded span: cheaper than one look at an attribute. */
  public boolean contains(BytePattern text) {
    return text.isIn(bytes, offset, length);
  }

  /** The span's own first attribute of that name. */
  public @Nullable AttributeValue attribute(AttributeKey key) {
    if (!looked) {
      looked = true;
      places = AttributePlaces.of(bytes, offset, offset + length);
    }
    int at = places == null ? offset : AttributePlaces.find(bytes, offset, places, key.utf8());
    if (at < 0) {
      return null;
    }
    try {
      ByteSlice from = new ByteSlice(bytes, at, offset + length - at);
      return OtlpProto.findAttribute(from, key.utf8(), LIMITS);
    } catch (DecodeException e) {
      throw corrupt(e);
    }
  }

  /** The whole span as a value of the model; spans decoded twice are equal, not the same. */
  public Span decode() {
    try {
      return OtlpProto.decodeSpan(encoded(), scope.resource().resource(), scope.scope(), LIMITS);
    } catch (DecodeException e) {
      throw corrupt(e);
    }
  }

  /** Whether both are the same span with the same content. */
  boolean isCopyOf(StagedSpan other) {
    return compareIdentity(this, other) == 0;
  }

  /** Whether both claim to be the same span. Zipkin lets a client and a server span share an id. */
  boolean sharesIdWith(StagedSpan other) {
    return spanId == other.spanId && kind == other.kind;
  }

  /** Sets a reader to the encoded span. */
  void read(ProtoReader reader) {
    reader.reset(bytes, offset, offset + length);
  }

  private ByteSlice encoded() {
    return new ByteSlice(bytes, offset, length);
  }

  private CorruptBlockException corrupt(DecodeException e) {
    return new CorruptBlockException("span " + spanId() + " of trace " + traceId(), e);
  }

  private static int compareIdentity(StagedSpan a, StagedSpan b) {
    int order = Long.compareUnsigned(a.spanId, b.spanId);
    if (order == 0) {
      order = Byte.compare(a.kind, b.kind);
    }
    return order != 0 ? order : Long.compareUnsigned(a.contentHash, b.contentHash);
  }

  @Override
  public String toString() {
    return "span " + spanId() + " of trace " + traceId() + " in slice " + slice;
  }
}
