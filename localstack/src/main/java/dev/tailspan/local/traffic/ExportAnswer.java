package dev.tailspan.local.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * OTLP's {@code ExportTraceServiceResponse}, as far as a sender must look at it.
 *
 * @param rejectedSpans spans of the request that were not taken; the others were
 * @param message why, or a warning
 */
public record ExportAnswer(long rejectedSpans, String message) {
  static final String JSON_TYPE = "application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  static ExportAnswer parse(String contentType, byte[] body) throws IOException {
    if (body.length == 0) {
      return new ExportAnswer(0, "");
    }
    return contentType.equals(JSON_TYPE)
        ? json(body)
        : protobuf(CodedInputStream.newInstance(body));
  }

  private static ExportAnswer json(byte[] body) throws IOException {
    JsonNode partial = JSON.readTree(body).path("partialSuccess");
    return new ExportAnswer(
        partial.path("rejectedSpans").asLong(), partial.path("errorMessage").asText(""));
  }

  /** Field 1 is partial_success; in it 1 is rejected_spans and 2 error_message. */
  private static ExportAnswer protobuf(CodedInputStream in) throws IOException {
    ExportAnswer answer = new ExportAnswer(0, "");
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        answer = partial(CodedInputStream.newInstance(in.readByteArray()));
      } else {
        in.skipField(tag);
      }
    }
    return answer;
  }

  private static ExportAnswer partial(CodedInputStream in) throws IOException {
    long rejected = 0;
    String message = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> rejected = in.readInt64();
        case 2 -> message = in.readString();
        default -> in.skipField(tag);
      }
    }
    return new ExportAnswer(rejected, message);
  }
}
