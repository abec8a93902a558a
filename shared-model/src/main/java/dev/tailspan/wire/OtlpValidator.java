package dev.tailspan.wire;

import dev.tailspan.wire.DecodeException.Reason;

/**
 * Checks OTLP to its last byte without making an object: tags, wire types, lengths, nesting. What
 * it passes, any protobuf reader of OTLP can read. Not for several threads.
 */
public final class OtlpValidator {
  private static final int SPAN_DEPTH = 4;

  private final ProtoReader in = new ProtoReader();
  private final Limits limits;
  private boolean badText;
  private boolean badLinkId;

  public OtlpValidator(Limits limits) {
    this.limits = limits;
  }

  /**
   * Checks {@code TracesData} as a whole.
   *
   * @return the same bytes; or, where a text in it was no UTF-8, a copy with U+FFFD in its place
   */
  public ByteSlice validate(ByteSlice tracesData) throws DecodeException {
    start(tracesData.array(), tracesData.offset(), tracesData.end());
    check(OtlpSchema.TRACES_DATA, 1);
    return badText ? TextRepair.repair(tracesData, limits) : tracesData;
  }

  /** Whether what was validated last has a link with an id of a wrong length somewhere. */
  public boolean foundBadLinkId() {
    return badLinkId;
  }

  /** Whether a span that is known to be well-formed has a link with an id of a wrong length. */
  public boolean hasBadLinkId(byte[] bytes, int from, int length) throws DecodeException {
    start(bytes, from, from + length);
    check(OtlpSchema.SPAN, SPAN_DEPTH);
    return badLinkId;
  }

  private void start(byte[] bytes, int from, int to) {
    badText = false;
    badLinkId = false;
    in.reset(bytes, from, to);
  }

  private void check(OtlpSchema type, int depth) throws DecodeException {
    if (depth > limits.maxNesting()) {
      throw new DecodeException(
          Reason.NESTED_TOO_DEEP,
          "messages are nested deeper than "
              + limits.maxNesting()
              + " levels at byte "
              + in.position());
    }
    while (in.hasMore()) {
      int tag = in.readTag();
      int field = tag >>> 3;
      OtlpSchema.Kind kind = type.kind(field);
      if (kind.wireType != (tag & 7) && kind != OtlpSchema.Kind.UNKNOWN) {
        throw DecodeException.malformed(
            type + " field " + field + " has wire type " + (tag & 7) + " at byte " + in.position());
      }
      switch (kind) {
        case VARINT -> in.readVarint();
        case TEXT -> text(in.readLength());
        case MESSAGE -> {
          int outer = in.enter();
          check(type.message(field), depth + 1);
          in.leave(outer);
        }
        case TRACE_ID -> id(in.readLength(), 16);
        case SPAN_ID -> id(in.readLength(), 8);
        case BYTES, FIXED64, FIXED32, UNKNOWN -> in.skip(tag);
      }
    }
  }

  private void text(int length) throws DecodeException {
    int from = in.position();
    badText |= !Utf8.isValid(in.array(), from, from + length);
    in.advance(length);
  }

  private void id(int length, int expected) throws DecodeException {
    badLinkId |= length != 0 && length != expected;
    in.advance(length);
  }
}
