package dev.tailspan.wire;

import java.util.Arrays;

/**
 * What may stand in each OTLP message: the field numbers of opentelemetry-proto 1.9
 * (trace/v1/trace.proto, resource/v1, common/v1). The validator, the repairer and redaction follow
 * it.
 */
public enum OtlpSchema {
  TRACES_DATA,
  RESOURCE_SPANS,
  SCOPE_SPANS,
  RESOURCE,
  ENTITY_REF,
  SCOPE,
  SPAN,
  STATUS,
  EVENT,
  LINK,
  KEY_VALUE,
  ANY_VALUE,
  ARRAY_VALUE,
  KEY_VALUE_LIST;

  /** What a field holds; {@code UNKNOWN} is passed over. */
  public enum Kind {
    UNKNOWN(-1),
    VARINT(ProtoReader.VARINT),
    FIXED64(ProtoReader.FIXED64),
    FIXED32(ProtoReader.FIXED32),
    TEXT(ProtoReader.LENGTH),
    BYTES(ProtoReader.LENGTH),
    TRACE_ID(ProtoReader.LENGTH),
    SPAN_ID(ProtoReader.LENGTH),
    MESSAGE(ProtoReader.LENGTH);

    private final int wireType;

    Kind(int wireType) {
      this.wireType = wireType;
    }

    int wireType() {
      return wireType;
    }

    boolean isLengthDelimited() {
      return wireType == ProtoReader.LENGTH;
    }

    /** Length-delimited, and any length will do. */
    boolean isPlainlyDelimited() {
      return this == TEXT || this == MESSAGE || this == BYTES;
    }
  }

  /**
   * Before OTLP 0.15 spans came in {@code InstrumentationLibrarySpans} under this number; the
   * message has the layout of {@code ScopeSpans}.
   */
  static final int OLD_SCOPE_SPANS = 1000;

  private static final int FIELDS = 17;
  private final Kind[] kinds = new Kind[FIELDS];
  private final Kind[] kindsByTag = new Kind[1 << Byte.SIZE];
  private final OtlpSchema[] messages = new OtlpSchema[FIELDS];

  OtlpSchema() {
    Arrays.fill(kinds, Kind.UNKNOWN);
    Arrays.fill(kindsByTag, Kind.UNKNOWN);
  }

  static {
    TRACES_DATA.message(1, RESOURCE_SPANS);
    RESOURCE_SPANS.message(1, RESOURCE).message(2, SCOPE_SPANS).all(Kind.TEXT, 3);
    SCOPE_SPANS.message(1, SCOPE).message(2, SPAN).all(Kind.TEXT, 3);
    RESOURCE.message(1, KEY_VALUE).all(Kind.VARINT, 2).message(3, ENTITY_REF);
    ENTITY_REF.all(Kind.TEXT, 1, 2, 3, 4);
    SCOPE.all(Kind.TEXT, 1, 2).message(3, KEY_VALUE).all(Kind.VARINT, 4);
    SPAN.all(Kind.BYTES, 1, 2, 4).all(Kind.TEXT, 3, 5).all(Kind.VARINT, 6, 10, 12, 14);
    SPAN.all(Kind.FIXED64, 7, 8).all(Kind.FIXED32, 16).message(9, KEY_VALUE);
    SPAN.message(11, EVENT).message(13, LINK).message(15, STATUS);
    STATUS.all(Kind.TEXT, 2).all(Kind.VARINT, 3);
    EVENT.all(Kind.FIXED64, 1).all(Kind.TEXT, 2).message(3, KEY_VALUE).all(Kind.VARINT, 4);
    LINK.all(Kind.TRACE_ID, 1).all(Kind.SPAN_ID, 2).all(Kind.TEXT, 3).message(4, KEY_VALUE);
    LINK.all(Kind.VARINT, 5).all(Kind.FIXED32, 6);
    KEY_VALUE.all(Kind.TEXT, 1).message(2, ANY_VALUE);
    ANY_VALUE.all(Kind.TEXT, 1).all(Kind.VARINT, 2, 3).all(Kind.FIXED64, 4).all(Kind.BYTES, 7);
    ANY_VALUE.message(5, ARRAY_VALUE).message(6, KEY_VALUE_LIST);
    ARRAY_VALUE.message(1, ANY_VALUE);
    KEY_VALUE_LIST.message(1, KEY_VALUE);
  }

  /** What the field of that number holds. */
  public Kind kind(int field) {
    return field < FIELDS ? kinds[field] : isOldScopeSpans(field) ? Kind.MESSAGE : Kind.UNKNOWN;
  }

  /** The kind where a tag is one byte and has the field's wire type, else UNKNOWN. */
  Kind kindOfTag(int tag) {
    return kindsByTag[tag & 0xff];
  }

  /** The type of a field whose kind is {@code MESSAGE}. */
  public OtlpSchema message(int field) {
    return isOldScopeSpans(field) ? SCOPE_SPANS : messages[field];
  }

  private boolean isOldScopeSpans(int field) {
    return field == OLD_SCOPE_SPANS && this == RESOURCE_SPANS;
  }

  private OtlpSchema all(Kind kind, int... fields) {
    for (int field : fields) {
      set(field, kind);
    }
    return this;
  }

  private OtlpSchema message(int field, OtlpSchema type) {
    set(field, Kind.MESSAGE);
    messages[field] = type;
    return this;
  }

  private void set(int field, Kind kind) {
    kinds[field] = kind;
    int tag = field << 3 | kind.wireType;
    if (tag <= Byte.MAX_VALUE) {
      kindsByTag[tag] = kind;
    }
  }
}
