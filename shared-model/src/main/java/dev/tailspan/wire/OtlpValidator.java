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
    start();
    check(OtlpSchema.TRACES_DATA, tracesData.array(), tracesData.offset(), tracesData.end(), 1);
    return badText ? TextRepair.repair(tracesData, limits) : tracesData;
  }

  /** Whether what was validated last has a link with an id of a wrong length somewhere. */
  public boolean foundBadLinkId() {
    return badLinkId;
  }

  /** Whether a span that is known to be well-formed has a link with an id of a wrong length. */
  public boolean hasBadLinkId(byte[] bytes, int from, int length) throws DecodeException {
    start();
    check(OtlpSchema.SPAN, bytes, from, from + length, SPAN_DEPTH);
    return badLinkId;
  }

  private void start() {
    badText = false;
    badLinkId = false;
  }

  /**
   * Checks one message. Every byte that comes in passes here, so the fields that make up nearly all
   * of them are handled with one-byte tags and lengths in locals, and what is unusual or wrong is
   * left to {@link #checkField}.
   */
  private void check(OtlpSchema type, byte[] bytes, int from, int to, int depth)
      throws DecodeException {
    if (depth > limits.maxNesting()) {
      throw new DecodeException(
          Reason.NESTED_TOO_DEEP,
          "messages are nested deeper than " + limits.maxNesting() + " levels at byte " + from);
    }
    int pos = from;
    while (pos < to) {
      int tag = bytes[pos];
      int next = pos + 1;
      OtlpSchema.Kind kind = type.kindOfTag(tag);
      int value = next < to ? bytes[next] : -1;
      if (kind.isPlainlyDelimited() && value >= 0 && value < to - next) {
        int start = next + 1;
        pos = start + value;
        if (kind == OtlpSchema.Kind.TEXT) {
          badText |= !Utf8.isValid(bytes, start, pos);
        } else if (kind == OtlpSchema.Kind.MESSAGE
            && !(type == OtlpSchema.SPAN
                && tag == PlainAttribute.OF_SPAN
                && depth + 2 <= limits.maxNesting()
                && PlainAttribute.isAt(bytes, start, pos))) {
          check(type.message(tag >>> 3), bytes, start, pos, depth + 1);
        }
      } else if (kind == OtlpSchema.Kind.VARINT && value >= 0) {
        pos = next + 1;
      } else if (kind == OtlpSchema.Kind.FIXED64 && to - next >= Long.BYTES) {
        pos = next + Long.BYTES;
      } else {
        pos = checkField(type, bytes, pos, to, depth);
      }
    }
  }

  /** Checks one field whatever it is. @return where the next one begins */
  private int checkField(OtlpSchema type, byte[] bytes, int from, int to, int depth)
      throws DecodeException {
    in.reset(bytes, from, to);
    int tag = in.readTag();
    int field = tag >>> 3;
    OtlpSchema.Kind kind = type.kind(field);
    if (kind.wireType() != (tag & 7) && kind != OtlpSchema.Kind.UNKNOWN) {
      throw DecodeException.malformed(
          type + " field " + field + " has wire type " + (tag & 7) + " at byte " + in.position());
    }
    if (!kind.isLengthDelimited()) {
      in.skip(tag);
      return in.position();
    }
    int length = in.readLength();
    int start = in.position();
    int end = start + length;
    switch (kind) {
      case TEXT -> badText |= !Utf8.isValid(bytes, start, end);
      case TRACE_ID -> badLinkId |= length != 0 && length != 16;
      case SPAN_ID -> badLinkId |= length != 0 && length != 8;
      case MESSAGE -> check(type.message(field), bytes, start, end, depth + 1);
      default -> {}
    }
    return end;
  }
}
