package dev.tailspan.wire;

/**
 * What a record can hold once its envelopes are off. To add one that is read: a constant here, its
 * mark in {@link #of}, its case in {@link RecordDecoder}; the compiler names the last.
 */
enum WireFormat {
  /** {@code TracesData} in protobuf. */
  OTLP_PROTO,
  /** {@code {"resourceSpans": ...}}. */
  OTLP_JSON,
  ZIPKIN_JSON,
  ZIPKIN_PROTO,
  JAEGER_PROTO,
  XRAY_JSON,
  UNKNOWN;

  private static final int JAEGER_MARK = 18;

  /** Tells formats apart by their first bytes; several of them are protobuf and begin alike. */
  static WireFormat of(ByteSlice bytes, OtlpValidator validator) {
    int at = 0;
    while (at < bytes.length() && bytes.at(at) <= ' ' && bytes.at(at) != 0x0a) {
      at++;
    }
    return switch (at < bytes.length() ? bytes.at(at) : -1) {
      case '{' -> object(bytes);
      case '[' -> ZIPKIN_JSON;
      case 0x0a -> bytes.at(skipBlank(bytes)) == '{' ? object(bytes) : proto(bytes, validator);
      default -> UNKNOWN;
    };
  }

  private static int skipBlank(ByteSlice bytes) {
    int at = 0;
    while (at < bytes.length() - 1 && bytes.at(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static WireFormat object(ByteSlice bytes) {
    String start =
        new String(
            bytes.array(),
            bytes.offset(),
            Math.min(bytes.length(), 4096),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    if (start.contains("\"resourceSpans\"") || start.contains("\"resource_spans\"")) {
      return OTLP_JSON;
    }
    return start.contains("\"trace_id\"") && start.contains("\"start_time\"") ? XRAY_JSON : UNKNOWN;
  }

  private static WireFormat proto(ByteSlice bytes, OtlpValidator validator) {
    boolean jaeger =
        bytes.length() > JAEGER_MARK + 1
            && bytes.at(1) == 0x10
            && bytes.at(JAEGER_MARK) == 0x12
            && bytes.at(JAEGER_MARK + 1) == 0x08;
    if (jaeger) {
      return JAEGER_PROTO;
    }
    int inner = 1;
    while (inner < bytes.length() && bytes.at(inner) >= 0x80) {
      inner++;
    }
    inner++;
    boolean idFirst =
        inner + 1 < bytes.length()
            && bytes.at(inner) == 0x0a
            && (bytes.at(inner + 1) == 0x10 || bytes.at(inner + 1) == 0x08);
    // A Resource of 16 or 8 bytes begins like a Zipkin trace id; only one of the two can be walked.
    return idFirst && !isOtlp(bytes, validator) ? ZIPKIN_PROTO : OTLP_PROTO;
  }

  private static boolean isOtlp(ByteSlice bytes, OtlpValidator validator) {
    try {
      validator.validate(bytes);
      return true;
    } catch (DecodeException e) {
      return false;
    }
  }
}
