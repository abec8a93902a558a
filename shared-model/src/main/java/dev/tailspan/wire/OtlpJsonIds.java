package dev.tailspan.wire;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ids of OTLP/JSON: hex of either case, or base64 as some exporters write because protobuf's own
 * JSON mapping does. The lengths tell the two apart. An empty text is the all-zero id.
 */
final class OtlpJsonIds {
  private static final HexFormat HEX = HexFormat.of();

  private final OtlpJsonReader in;
  private final Consumer<String> problems;

  OtlpJsonIds(OtlpJsonReader in, Consumer<String> problems) {
    this.in = in;
    this.problems = problems;
  }

  /** Null, and the problem told, when the value is no trace id. */
  @Nullable TraceId traceId() throws IOException, DecodeException {
    ByteBuffer bytes = read(TraceId.BYTES);
    return bytes == null ? null : new TraceId(bytes.getLong(), bytes.getLong());
  }

  /** Null, and the problem told, when the value is no span id. */
  @Nullable SpanId spanId() throws IOException, DecodeException {
    ByteBuffer bytes = read(SpanId.BYTES);
    return bytes == null ? null : new SpanId(bytes.getLong());
  }

  private @Nullable ByteBuffer read(int length) throws IOException, DecodeException {
    String text = in.text();
    byte[] bytes = bytes(text, length);
    if (bytes == null) {
      problems.accept(
          "%s must be %d hex digits, but has %d characters%s"
              .formatted(
                  in.path(),
                  2 * length,
                  text.length(),
                  text.length() == 2 * length ? " of which some are no hex digits" : ""));
      return null;
    }
    return ByteBuffer.wrap(bytes);
  }

  private static byte @Nullable [] bytes(String text, int length) {
    if (text.isEmpty()) {
      return new byte[length];
    }
    try {
      if (text.length() == 2 * length) {
        return HEX.parseHex(text);
      }
      if (text.length() == (length + 2) / 3 * 4) {
        byte[] bytes = Base64.getDecoder().decode(text);
        return bytes.length == length ? bytes : null;
      }
      return null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
