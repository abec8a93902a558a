package dev.tailspan.wire;

import java.util.Locale;

/** Formats that are told by name so that nobody has to guess what lies in quarantine. */
enum RefusedFormat implements WireFormat {
  /** {@code ListOfSpans} of zipkin-api's zipkin.proto. */
  ZIPKIN_PROTO {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      return ProtoShape.beginsLikeZipkin(payload) && !ProtoShape.isValidOtlp(payload, limits);
    }
  },
  /** A list of Zipkin v2 (or v1) spans. */
  ZIPKIN_JSON {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      return JsonShape.of(payload).isListWith("traceId", "id");
    }
  },
  /** One {@code Span} of jaeger-idl's model.proto. */
  JAEGER_PROTO {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      return ProtoShape.beginsLikeJaeger(payload);
    }
  },
  /** What Jaeger's query service answers and its pages save. */
  JAEGER_JSON {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      return JsonShape.of(payload).isObjectWith("data")
          || JsonShape.of(payload).isObjectWith("traceID", "spanID");
    }
  },
  /** A segment document, alone or behind the daemon's header. */
  XRAY_JSON {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      JsonShape shape = JsonShape.of(payload);
      return shape.isObjectWith("format", "version") || shape.isObjectWith("trace_id", "id");
    }
  },
  /** A list of traces of the agent's /v0.3 and /v0.4. */
  DATADOG_JSON {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      return JsonShape.of(payload).isListOfListsWith("trace_id", "span_id");
    }
  },
  /** The same as msgpack: a list of lists of maps. */
  DATADOG_MSGPACK {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      int traces = msgpackListHead(payload, 0);
      int spans = traces < 0 ? -1 : msgpackListHead(payload, traces);
      return spans >= 0
          && spans < payload.length()
          && (payload.at(spans) >> 4 == 0x8 || payload.at(spans) == 0xde);
    }
  },
  /** The body of Cloud Trace v2 {@code traces:batchWrite}. */
  GOOGLE_CLOUD_JSON {
    @Override
    public boolean matches(ByteSlice payload, Limits limits) {
      return JsonShape.of(payload).isObjectWith("spans");
    }
  };

  @Override
  public String formatName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public ByteSlice toOtlp(ByteSlice payload, Limits limits) throws DecodeException {
    throw new DecodeException(
        DecodeException.Reason.UNSUPPORTED_FORMAT,
        "the record holds " + formatName() + ", which this version does not read");
  }

  /**
   * Where the elements of a msgpack list begin (fixarray, array 16, array 32); -1 if there is none.
   */
  private static int msgpackListHead(ByteSlice payload, int at) {
    if (at >= payload.length()) {
      return -1;
    }
    int head = payload.at(at);
    return head >> 4 == 0x9 ? at + 1 : head == 0xdc ? at + 3 : head == 0xdd ? at + 5 : -1;
  }
}
