package dev.tailspan.model;

/**
 * The instrumentation scope: OTLP's {@code InstrumentationScope} with the {@code schema_url} of its
 * ScopeSpans.
 */
public record Scope(
    String name,
    String version,
    Attributes attributes,
    int droppedAttributesCount,
    String schemaUrl) {
  /** A scope that says nothing. */
  public static final Scope EMPTY = new Scope("", "", Attributes.NONE, 0, "");
}
