package dev.tailspan.wire;

import dev.tailspan.wire.DecodeException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a record out of its envelopes (Kinesis Producer Library, gzip, zlib, zstd, raw deflate) and
 * gives OTLP protobuf, whatever it was. Plain OTLP protobuf passes through as it is, unread:
 * whoever takes it must validate it. What cannot be told apart is refused, never guessed.
 *
 * <p>Not for several threads.
 */
public final class RecordDecoder {
  private final Limits limits;
  private final OtlpValidator validator;

  public RecordDecoder(Limits limits) {
    this.limits = limits;
    this.validator = new OtlpValidator(limits);
  }

  /**
   * The {@code TracesData} in a record: one, or several of an aggregated one.
   *
   * @throws DecodeException when any of it cannot be read; then the record is to be refused whole
   */
  public List<ByteSlice> decode(byte[] record) throws DecodeException {
    if (record.length == 0) {
      throw new DecodeException(Reason.EMPTY, "the record is empty");
    }
    List<ByteSlice> found = new ArrayList<>();
    unwrap(ByteSlice.of(record), 0, new Budget(limits.maxDecodedBytes()), found);
    return found;
  }

  private void unwrap(ByteSlice bytes, int depth, Budget budget, List<ByteSlice> found)
      throws DecodeException {
    if (depth > limits.maxEnvelopes()) {
      throw new DecodeException(
          Reason.NESTED_TOO_DEEP,
          "the record has more than " + limits.maxEnvelopes() + " envelopes around each other");
    }
    if (AggregatedRecord.begins(bytes)) {
      for (ByteSlice inner : AggregatedRecord.unwrap(bytes)) {
        unwrap(inner, depth + 1, budget, found);
      }
    } else if (begins(bytes, 0x1f, 0x8b)) {
      unwrap(budget.spend(Inflation.gzip(bytes, budget.left)), depth + 1, budget, found);
    } else if (begins(bytes, 0x28, 0xb5, 0x2f, 0xfd)) {
      unwrap(budget.spend(Inflation.zstd(bytes, limits, budget.left)), depth + 1, budget, found);
    } else if (isZlib(bytes)) {
      unwrap(budget.spend(Inflation.zlib(bytes, budget.left)), depth + 1, budget, found);
    } else {
      WireFormat format = WireFormat.of(bytes, validator);
      found.add(
          format == WireFormat.UNKNOWN ? deflated(bytes, depth, budget) : otlp(bytes, format));
    }
  }

  /** Raw deflate has no mark: it is taken for that only if something known comes out. */
  private ByteSlice deflated(ByteSlice bytes, int depth, Budget budget) throws DecodeException {
    ByteSlice inflated;
    try {
      inflated = ByteSlice.of(Inflation.deflate(bytes, budget.left));
    } catch (DecodeException e) {
      if (e.reason() == Reason.TOO_LARGE) {
        throw e;
      }
      throw unknown(bytes);
    }
    WireFormat format =
        depth < limits.maxEnvelopes() ? WireFormat.of(inflated, validator) : WireFormat.UNKNOWN;
    if (format == WireFormat.UNKNOWN) {
      throw unknown(bytes);
    }
    return otlp(budget.spend(inflated.array()), format);
  }

  private ByteSlice otlp(ByteSlice bytes, WireFormat format) throws DecodeException {
    return switch (format) {
      case OTLP_PROTO -> bytes;
      case OTLP_JSON -> ByteSlice.of(OtlpProto.encode(OtlpJson.decode(bytes.toBytes(), limits)));
      case ZIPKIN_JSON, ZIPKIN_PROTO, JAEGER_PROTO, XRAY_JSON ->
          throw new DecodeException(
              Reason.UNSUPPORTED_FORMAT,
              "the record is "
                  + format.name().toLowerCase(Locale.ROOT)
                  + ", which is not read yet");
      case UNKNOWN -> throw unknown(bytes);
    };
  }

  private static DecodeException unknown(ByteSlice bytes) {
    StringBuilder start = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length()); i++) {
      start.append(String.format(Locale.ROOT, i == 0 ? "%02x" : " %02x", bytes.at(i)));
    }
    return new DecodeException(
        Reason.UNKNOWN_FORMAT, "the record is of no known format; it begins with " + start);
  }

  private static boolean begins(ByteSlice bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.length() <= i || bytes.at(i) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** RFC 1950: deflate with a window of up to 32 KB, and the two bytes a multiple of 31. */
  private static boolean isZlib(ByteSlice bytes) {
    return begins(bytes, 0x78) && bytes.length() > 1 && (0x7800 + bytes.at(1)) % 31 == 0;
  }

  /** What all envelopes of a record together may still unpack to. */
  private static final class Budget {
    private int left;

    Budget(int bytes) {
      left = bytes;
    }

    ByteSlice spend(byte[] bytes) {
      left -= bytes.length;
      return ByteSlice.of(bytes);
    }
  }
}
