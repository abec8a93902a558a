package dev.tailspan.wire;

import dev.tailspan.wire.DecodeException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record of the stream out of its envelopes and makes OTLP protobuf of it. Formats are told
 * by their bytes unless the stream's setting names one. What could be two things is neither:
 * guessing wrong would store nonsense, while a refused record is kept whole. Safe for several
 * threads.
 */
public final class RecordDecoder {
  private final Limits limits;
  private final @Nullable WireFormat format;

  /** A decoder that finds out the format of each record. */
  public RecordDecoder(Limits limits) {
    this.limits = limits;
    this.format = null;
  }

  /** A decoder for a stream that has one format only, in whatever envelopes. */
  public RecordDecoder(Limits limits, WireFormat format) {
    this.limits = limits;
    this.format = format;
  }

  /**
   * The OTLP {@code TracesData} of a record: one, or of an aggregated record one per user record.
   * They are slices of the record itself where nothing had to be unpacked, and are not yet
   * validated; see {@link OtlpValidator}.
   */
  public List<ByteSlice> decode(byte[] record) throws DecodeException {
    if (record.length == 0) {
      throw new DecodeException(Reason.EMPTY, "the record is empty");
    }
    Budget budget = new Budget(limits.maxDecodedBytes());
    if (record.length > budget.left()) {
      throw budget.exceeded();
    }
    List<ByteSlice> payloads = new ArrayList<>(1);
    open(ByteSlice.of(record), 0, budget, payloads);
    return payloads;
  }

  private void open(ByteSlice bytes, int depth, Budget budget, List<ByteSlice> payloads)
      throws DecodeException {
    if (bytes.length() == 0) {
      throw new DecodeException(Reason.EMPTY, "there is nothing inside the record's envelope");
    }
    Envelope envelope = Envelope.of(bytes);
    if (envelope == null) {
      payloads.add(payload(bytes, budget));
      return;
    }
    if (depth == limits.maxEnvelopes()) {
      throw new DecodeException(
          Reason.NESTED_TOO_DEEP,
          "the record has more than " + limits.maxEnvelopes() + " envelopes around one another");
    }
    for (ByteSlice content : envelope.open(bytes, limits, budget)) {
      open(content, depth + 1, budget, payloads);
    }
  }

  private ByteSlice payload(ByteSlice bytes, Budget budget) throws DecodeException {
    Optional<WireFormat> told = format(bytes);
    if (told.isPresent()) {
      return told.get().toOtlp(bytes, limits);
    }
    ByteSlice inflated = tryDeflate(bytes, budget);
    Optional<WireFormat> inside = inflated == null ? Optional.empty() : format(inflated);
    if (inflated != null && inside.isPresent()) {
      return inside.get().toOtlp(inflated, limits);
    }
    if (format != null) {
      return format.toOtlp(bytes, limits);
    }
    throw new DecodeException(
        Reason.UNKNOWN_FORMAT,
        "the record is of no format that can be told with certainty; it begins with "
            + head(bytes));
  }

  /**
   * With a format given, only whether the bytes look like it, as deflate has no mark of its own.
   */
  private Optional<WireFormat> format(ByteSlice bytes) {
    if (format == null) {
      return WireFormat.of(bytes, limits);
    }
    boolean plausible =
        format instanceof OtlpProtoFormat
            ? ProtoShape.beginsLikeOtlp(bytes)
            : format.matches(bytes, limits);
    return plausible ? Optional.of(format) : Optional.empty();
  }

  private static @Nullable ByteSlice tryDeflate(ByteSlice bytes, Budget budget)
      throws DecodeException {
    try {
      Inflated inflated = Inflated.of(bytes, "deflate stream", budget);
      boolean whole = !inflated.finished() || inflated.consumed() == bytes.length();
      return whole && inflated.bytes().length > 0 ? ByteSlice.of(inflated.bytes()) : null;
    } catch (DecodeException e) {
      if (e.reason() == Reason.TOO_LARGE) {
        throw e;
      }
      return null; // not deflate, then
    }
  }

  private static String head(ByteSlice bytes) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length()); i++) {
      hex.append(i == 0 ? "" : " ").append(String.format("%02X", bytes.at(i)));
    }
    return hex.toString();
  }
}
