package dev.tailspan.model;

/**
 * What produced spans: OTLP's {@code Resource} with the {@code schema_url} of its ResourceSpans.
 *
 * @param droppedAttributesCount attributes the sender left out
 */
public record Resource(Attributes attributes, int droppedAttributesCount, String schemaUrl) {
  /** A resource that says nothing. */
  public static final Resource EMPTY = new Resource(Attributes.NONE, 0, "");

  /** What a resource without a {@code service.name} is called. */
  public static final String UNKNOWN_SERVICE = "unknown_service";

  /** {@code service.name}, or "unknown_service" as the semantic conventions say. */
  public String serviceName() {
    String name = attributes.getString("service.name");
    return name == null || name.isEmpty() ? UNKNOWN_SERVICE : name;
  }
}
