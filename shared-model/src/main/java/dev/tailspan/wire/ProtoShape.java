package dev.tailspan.wire;

/**
 * Tells apart the protobuf formats that all begin with 0x0A. They are looked at as lists of
 * messages {@code 1: {...}} (OTLP ResourceSpans, Zipkin Span) or as one message (Jaeger Span).
 */
final class ProtoShape {
  private static final int FIRST = 1 << 3 | ProtoReader.LENGTH;

  private ProtoShape() {}

  /** The first ResourceSpans begins with a field it can have, or is empty. */
  static boolean beginsLikeOtlp(ByteSlice payload) {
    ProtoReader in = new ProtoReader(payload);
    try {
      if (in.readTag() != FIRST) {
        return false;
      }
      if (in.readVarint() == 0) { // not as a length: the payload may be cut off
        return true;
      }
      int tag = in.readTag();
      int field = tag >>> 3;
      return (tag & 7) == ProtoReader.LENGTH && (field <= 3 || field == OtlpSchema.OLD_SCOPE_SPANS);
    } catch (DecodeException e) {
      return false;
    }
  }

  /** A trace id of 16 bytes and a span id of 8: {@code 0A 10 ... 12 08}. */
  static boolean beginsLikeJaeger(ByteSlice payload) {
    return payload.length() >= 20
        && payload.at(0) == FIRST
        && payload.at(1) == 16
        && payload.at(18) == (2 << 3 | ProtoReader.LENGTH)
        && payload.at(19) == 8;
  }

  /**
   * The first message has a field 1 of 8 or 16 bytes (Zipkin's trace id; in OTLP the resource) and
   * a field 3 of 8 bytes (Zipkin's span id; in OTLP the schema_url, and no URL is that short).
   */
  static boolean beginsLikeZipkin(ByteSlice payload) {
    ProtoReader in = new ProtoReader(payload);
    boolean traceId = false;
    boolean id = false;
    try {
      if (in.readTag() != FIRST) {
        return false;
      }
      in.enter();
      while (in.hasMore()) {
        int tag = in.readTag();
        if (tag == FIRST) {
          int length = in.readLength();
          traceId = length == 8 || length == 16;
          in.advance(length);
        } else if (tag == (3 << 3 | ProtoReader.LENGTH)) {
          int length = in.readLength();
          id = length == 8;
          in.advance(length);
        } else {
          in.skip(tag);
        }
      }
    } catch (DecodeException e) {
      return false;
    }
    return traceId && id;
  }

  static boolean isValidOtlp(ByteSlice payload, Limits limits) {
    try {
      new OtlpValidator(limits).validate(payload);
      return true;
    } catch (DecodeException e) {
      return false;
    }
  }
}
