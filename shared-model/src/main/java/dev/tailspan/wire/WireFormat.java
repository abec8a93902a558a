package dev.tailspan.wire;

import java.util.List;
import java.util.Optional;

/**
 * A format of spans, without its envelopes. To add one: write its class, permit it here, and put it
 * into {@link #ALL}. The formats of {@link RefusedFormat} are recognised only, so one that gets a
 * class of its own leaves that list.
 */
public sealed interface WireFormat permits OtlpProtoFormat, OtlpJsonFormat, RefusedFormat {

  /** All formats. At most one may match a payload: what two could claim, none may. */
  List<WireFormat> ALL =
      List.of(
          new OtlpProtoFormat(),
          new OtlpJsonFormat(),
          RefusedFormat.ZIPKIN_PROTO,
          RefusedFormat.ZIPKIN_JSON,
          RefusedFormat.JAEGER_PROTO,
          RefusedFormat.JAEGER_JSON,
          RefusedFormat.XRAY_JSON,
          RefusedFormat.DATADOG_JSON,
          RefusedFormat.DATADOG_MSGPACK,
          RefusedFormat.GOOGLE_CLOUD_JSON);

  /** The format of that name, as a stream's setting gives it. */
  static Optional<WireFormat> named(String name) {
    return ALL.stream().filter(format -> format.formatName().equals(name)).findFirst();
  }

  /** The format that a payload without envelopes is of; empty when that is not certain. */
  static Optional<WireFormat> of(ByteSlice payload, Limits limits) {
    return ALL.stream().filter(format -> format.matches(payload, limits)).findFirst();
  }

  /** Its name, where there is one that of the encoding in the collector's awskinesisexporter. */
  String formatName();

  /** Whether a payload, whole or cut off behind its start, is of this format and no other. */
  boolean matches(ByteSlice payload, Limits limits);

  /**
   * Makes OTLP {@code TracesData} of a payload; of one that is that already, the payload itself,
   * not yet validated.
   *
   * @throws DecodeException with UNSUPPORTED_FORMAT, where the format is known by name only
   */
  ByteSlice toOtlp(ByteSlice payload, Limits limits) throws DecodeException;
}
