package dev.tailspan.wire;

import dev.tailspan.wire.DecodeException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * Writes an OTLP message again with every text made UTF-8: what is none becomes U+FFFD. All else,
 * unknown fields too, stays byte for byte. Without this one bad text would make a whole block
 * unreadable for strict readers such as protobuf-java.
 */
final class TextRepair {
  private final int maxNesting;

  private TextRepair(int maxNesting) {
    this.maxNesting = maxNesting;
  }

  static ByteSlice repair(ByteSlice tracesData, Limits limits) throws DecodeException {
    ProtoWriter out = new ProtoWriter(tracesData.length() + 64);
    ProtoReader in = new ProtoReader(tracesData);
    new TextRepair(limits.maxNesting()).copy(OtlpSchema.TRACES_DATA, in, out, 1);
    return ByteSlice.of(out.toBytes());
  }

  private void copy(OtlpSchema type, ProtoReader in, ProtoWriter out, int depth)
      throws DecodeException {
    if (depth > maxNesting) {
      throw new DecodeException(
          Reason.NESTED_TOO_DEEP, "messages are nested deeper than " + maxNesting + " levels");
    }
    while (in.hasMore()) {
      int start = in.position();
      int tag = in.readTag();
      int field = tag >>> 3;
      boolean sized = (tag & 7) == ProtoReader.LENGTH;
      OtlpSchema.Kind kind = sized ? type.kind(field) : OtlpSchema.Kind.UNKNOWN;
      if (kind == OtlpSchema.Kind.TEXT) {
        out.bytes(field, in.readString().getBytes(StandardCharsets.UTF_8));
      } else if (kind == OtlpSchema.Kind.MESSAGE) {
        int outer = in.enter();
        int mark = out.begin(field);
        copy(type.message(field), in, out, depth + 1);
        out.end(mark);
        in.leave(outer);
      } else {
        in.skip(tag);
        out.raw(in.array(), start, in.position() - start);
      }
    }
  }
}
