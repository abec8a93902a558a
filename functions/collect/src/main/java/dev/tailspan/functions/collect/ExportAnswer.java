package dev.tailspan.functions.collect;

import com.google.protobuf.CodedOutputStream;
import dev.tailspan.functions.common.ProxyResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Answers of OTLP/HTTP in the encoding of the request: {@code ExportTraceServiceResponse}, and
 * {@code google.rpc.Status} for failures (OTLP specification 1.9, "OTLP/HTTP Response").
 */
record ExportAnswer(boolean json) {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final int INVALID_ARGUMENT = 3;
  private static final int UNAVAILABLE = 14;

  /** Everything was accepted, or all but some spans. */
  ProxyResponse accepted(int rejectedSpans, String reason) {
    if (json) {
      return ProxyResponse.json(
          200,
          out -> {
            out.writeStartObject();
            if (rejectedSpans > 0) {
              out.writeObjectFieldStart("partialSuccess");
              out.writeStringField("rejectedSpans", Integer.toString(rejectedSpans));
              out.writeStringField("errorMessage", reason);
              out.writeEndObject();
            }
            out.writeEndObject();
          });
    }
    byte[] partial =
        message(
            out -> {
              out.writeInt64(1, rejectedSpans);
              out.writeString(2, reason);
            });
    byte[] body = rejectedSpans > 0 ? message(out -> out.writeByteArray(1, partial)) : new byte[0];
    return ProxyResponse.bytes(200, PROTOBUF, body);
  }

  /** Nothing was accepted; sending it again would not help. */
  ProxyResponse refused(int status, String reason) {
    return failed(status, INVALID_ARGUMENT, reason);
  }

  /** Not all was accepted; it is to be sent again, and what comes twice is recognised. */
  ProxyResponse unavailable(String reason) {
    return failed(503, UNAVAILABLE, reason).with("Retry-After", "1");
  }

  private ProxyResponse failed(int status, int code, String reason) {
    if (json) {
      return ProxyResponse.json(
          status,
          out -> {
            out.writeStartObject();
            out.writeNumberField("code", code);
            out.writeStringField("message", reason);
            out.writeEndObject();
          });
    }
    return ProxyResponse.bytes(
        status,
        PROTOBUF,
        message(
            out -> {
              out.writeInt32(1, code);
              out.writeString(2, reason);
            }));
  }

  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
