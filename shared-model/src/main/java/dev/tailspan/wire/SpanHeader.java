package dev.tailspan.wire;

/**
 * The fixed-size fields of an encoded span, read by one pass over its outermost fields. Used again
 * for span after span; not for several threads. Where a field comes twice the last one holds, as
 * protobuf says.
 */
public final class SpanHeader {
  private static final int TRACE_ID = 1 << 3 | ProtoReader.LENGTH;
  private static final int SPAN_ID = 2 << 3 | ProtoReader.LENGTH;
  private static final int PARENT_SPAN_ID = 4 << 3 | ProtoReader.LENGTH;
  private static final int NAME = 5 << 3 | ProtoReader.LENGTH;
  private static final int KIND = 6 << 3 | ProtoReader.VARINT;
  private static final int START = 7 << 3 | ProtoReader.FIXED64;
  private static final int END = 8 << 3 | ProtoReader.FIXED64;
  private static final int STATUS = 15 << 3 | ProtoReader.LENGTH;
  private static final int FLAGS = 16 << 3 | ProtoReader.FIXED32;
  private static final int STATUS_CODE = 3 << 3 | ProtoReader.VARINT;

  private final ProtoReader in = new ProtoReader();
  private long traceIdHigh;
  private long traceIdLow;
  private long spanId;
  private long parentSpanId;
  private long startTimeUnixNano;
  private long endTimeUnixNano;
  private int traceIdLength;
  private int spanIdLength;
  private int parentSpanIdLength;
  private int nameOffset;
  private int nameLength;
  private int kind;
  private int statusCode;
  private int flags;

  /** Reads the span that lies at {@code bytes[offset, offset + length)}. */
  public void read(byte[] bytes, int offset, int length) throws DecodeException {
    clear();
    in.reset(bytes, offset, offset + length);
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case TRACE_ID -> readTraceId();
        case SPAN_ID -> {
          spanIdLength = in.readLength();
          spanId = id(spanIdLength);
        }
        case PARENT_SPAN_ID -> {
          parentSpanIdLength = in.readLength();
          parentSpanId = id(parentSpanIdLength);
        }
        case NAME -> {
          nameLength = in.readLength();
          nameOffset = in.position();
          in.advance(nameLength);
        }
        case KIND -> kind = (int) in.readVarint();
        case START -> startTimeUnixNano = in.readFixed64();
        case END -> endTimeUnixNano = in.readFixed64();
        case STATUS -> readStatus();
        case FLAGS -> flags = in.readFixed32();
        default -> in.skip(tag);
      }
    }
  }

  private void clear() {
    traceIdHigh = traceIdLow = spanId = parentSpanId = startTimeUnixNano = endTimeUnixNano = 0;
    traceIdLength = spanIdLength = parentSpanIdLength = nameOffset = nameLength = 0;
    kind = statusCode = flags = 0;
  }

  private void readTraceId() throws DecodeException {
    traceIdLength = in.readLength();
    if (traceIdLength == 2 * Long.BYTES) {
      traceIdHigh = Long.reverseBytes(in.readFixed64());
      traceIdLow = Long.reverseBytes(in.readFixed64());
    } else {
      traceIdHigh = traceIdLow = 0;
      in.advance(traceIdLength);
    }
  }

  private long id(int length) throws DecodeException {
    if (length == Long.BYTES) {
      return Long.reverseBytes(in.readFixed64());
    }
    in.advance(length);
    return 0;
  }

  private void readStatus() throws DecodeException {
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == STATUS_CODE) {
        statusCode = (int) in.readVarint();
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  public long traceIdHigh() {
    return traceIdHigh;
  }

  public long traceIdLow() {
    return traceIdLow;
  }

  /** Bytes the trace id has on the wire; its value is 0 unless this is 16. */
  public int traceIdLength() {
    return traceIdLength;
  }

  public long spanId() {
    return spanId;
  }

  /** Bytes the span id has on the wire; its value is 0 unless this is 8. */
  public int spanIdLength() {
    return spanIdLength;
  }

  public long parentSpanId() {
    return parentSpanId;
  }

  /** Bytes the parent's id has on the wire, 0 for a root; its value is 0 unless this is 8. */
  public int parentSpanIdLength() {
    return parentSpanIdLength;
  }

  public long startTimeUnixNano() {
    return startTimeUnixNano;
  }

  public long endTimeUnixNano() {
    return endTimeUnixNano;
  }

  /** Index of the name in the array that was read. */
  public int nameOffset() {
    return nameOffset;
  }

  public int nameLength() {
    return nameLength;
  }

  /** The number on the wire, which may be unknown. */
  public int kind() {
    return kind;
  }

  /** The number on the wire, which may be unknown. */
  public int statusCode() {
    return statusCode;
  }

  public int flags() {
    return flags;
  }
}
