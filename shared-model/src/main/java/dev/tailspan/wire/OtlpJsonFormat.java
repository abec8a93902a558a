package dev.tailspan.wire;

import java.util.ArrayList;
import java.util.List;

/** OTLP/JSON, made protobuf on the way in: behind this there is one format only. */
final class OtlpJsonFormat implements WireFormat {
  @Override
  public String formatName() {
    return "otlp_json";
  }

  @Override
  public boolean matches(ByteSlice payload, Limits limits) {
    JsonShape shape = JsonShape.of(payload);
    return shape.isObjectWith("resourceSpans") || shape.isObjectWith("resource_spans");
  }

  @Override
  public ByteSlice toOtlp(ByteSlice payload, Limits limits) throws DecodeException {
    List<String> problems = new ArrayList<>();
    byte[] otlp =
        OtlpProto.encodeInOrder(OtlpJson.decode(payload.toBytes(), limits, problems::add));
    for (String problem : problems) {
      // A span with a bad id comes with an id of zeros and is rejected by itself; anything else
      // that
      // could not be read would be lost, and nobody would know.
      if (problem.contains("].links[") || problem.contains(" is not read")) {
        throw DecodeException.malformed(problem);
      }
    }
    return ByteSlice.of(otlp);
  }
}
