package dev.tailspan.redact;

import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.ProtoReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Values of OTLP's {@code AnyValue} as texts. */
final class ScalarText {
  static final int TEXT_TAG = 1 << 3 | ProtoReader.LENGTH;
  private static final int TRUTH_TAG = 2 << 3 | ProtoReader.VARINT;
  private static final int WHOLE_TAG = 3 << 3 | ProtoReader.VARINT;
  private static final int FRACTION_TAG = 4 << 3 | ProtoReader.FIXED64;

  /** Of a {@code KeyValue}. */
  static final int VALUE_TAG = 2 << 3 | ProtoReader.LENGTH;

  private ScalarText() {}

  static boolean isScalar(int tag) {
    return tag == TEXT_TAG || tag == TRUTH_TAG || tag == WHOLE_TAG || tag == FRACTION_TAG;
  }

  /** The text of a scalar whose tag was just read. */
  static String read(int tag, ProtoReader in) throws DecodeException {
    return switch (tag) {
      case TEXT_TAG -> in.readString();
      case TRUTH_TAG -> Boolean.toString(in.readVarint() != 0);
      case WHOLE_TAG -> Long.toString(in.readVarint());
      default -> fraction(Double.longBitsToDouble(in.readFixed64()));
    };
  }

  /** Without an exponent, as a number is looked for by its digits. */
  private static String fraction(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }

  /**
   * The text of an attribute's value, where that is one scalar; of all else the bytes of the
   * attribute, each as a character, which no two values have in common.
   */
  static String ofAttribute(ByteSlice keyValue) throws DecodeException {
    ProtoReader in = new ProtoReader(keyValue);
    String text = null;
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag != VALUE_TAG) {
        in.skip(tag);
        continue;
      }
      int outer = in.enter();
      while (in.hasMore()) {
        int inner = in.readTag();
        if (text != null || !isScalar(inner)) {
          return bytes(keyValue);
        }
        text = read(inner, in);
      }
      in.leave(outer);
    }
    return text == null ? "" : text;
  }

  private static String bytes(ByteSlice slice) {
    return new String(slice.array(), slice.offset(), slice.length(), StandardCharsets.ISO_8859_1);
  }
}
