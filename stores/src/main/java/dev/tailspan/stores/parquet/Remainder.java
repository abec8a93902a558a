package dev.tailspan.stores.parquet;

/**
 * Fields of the column {@code SpanRemainder}: a protobuf message of all that the other columns do
 * not say exactly. Fields at their default are left out, so that spans alike have equal remainders,
 * and Parquet's dictionary makes almost nothing of them.
 *
 * <p>Attribute lists are numbered: resource, span, each event, each link. Numbers, once written
 * into an archive, stay.
 */
final class Remainder {
  /** uint32 each. */
  static final int FLAGS = 1;

  static final int DROPPED_ATTRIBUTES = 2;
  static final int DROPPED_EVENTS = 3;
  static final int DROPPED_LINKS = 4;

  /** fixed64, where Timestamp is clamped. */
  static final int START = 5;

  /** fixed64, where the end is not start plus Duration: before the start, or clamped. */
  static final int END = 6;

  /** One {@link ValueType} an attribute, all lists in a row, strings at the end left off. */
  static final int TYPES = 7;

  /** Repeated {@code AnyValue}: the nested values, all lists in a row. */
  static final int NESTED = 8;

  /**
   * Repeated: number of a list that has a key twice, then (next field) its {@code KeyValueList}.
   */
  static final int EXACT_LIST = 9;

  static final int EXACT_ATTRIBUTES = 10;

  static final int RESOURCE_DROPPED = 11;
  static final int RESOURCE_SCHEMA_URL = 12;
  static final int SCOPE_DROPPED = 13;
  static final int SCOPE_SCHEMA_URL = 14;

  /** {@code KeyValueList}. */
  static final int SCOPE_ATTRIBUTES = 15;

  /** One an event or link, if any is not 0. */
  static final int EVENT_DROPPED = 16;

  /** fixed64, one an event, if any is clamped. */
  static final int EVENT_TIME = 17;

  static final int LINK_DROPPED = 18;
  static final int LINK_FLAGS = 19;

  private Remainder() {}

  /** An unsigned time as a column of signed nanoseconds can hold it. */
  static long clamp(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }
}
