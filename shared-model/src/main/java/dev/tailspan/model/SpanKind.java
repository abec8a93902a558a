package dev.tailspan.model;

import java.util.Locale;

/** OTLP's {@code SpanKind}; the ordinal is the number on the wire. */
public enum SpanKind {
  UNSPECIFIED,
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER;

  private static final SpanKind[] VALUES = values();

  /** The kind of that number; an unknown number is UNSPECIFIED, as protobuf enums are open. */
  public static SpanKind of(int number) {
    return number >= 0 && number < VALUES.length ? VALUES[number] : UNSPECIFIED;
  }

  public int number() {
    return ordinal();
  }

  /** The name as the ClickHouse exporter and OTel APIs write it: {@code Server}. */
  public String title() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
