package dev.tailspan.wire;

/**
 * OTLP protobuf: {@code TracesData}, or {@code ExportTraceServiceRequest}, which looks the same.
 */
final class OtlpProtoFormat implements WireFormat {
  @Override
  public String formatName() {
    return "otlp_proto";
  }

  @Override
  public boolean matches(ByteSlice payload, Limits limits) {
    return ProtoShape.beginsLikeOtlp(payload)
        && !ProtoShape.beginsLikeJaeger(payload)
        && !ProtoShape.beginsLikeZipkin(payload);
  }

  @Override
  public ByteSlice toOtlp(ByteSlice payload, Limits limits) {
    return payload;
  }
}
