package dev.tailspan.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;

/** What an SDK knows of a span and what the query API tells of it, in terms to compare. */
record SeenSpan(
    String service,
    String scope,
    String spanId,
    String parentSpanId,
    String name,
    int kind,
    long start,
    long end,
    String status,
    List<String> attributes,
    List<String> events) {
  private static final int FIRST_KIND = 1;

  static SeenSpan of(SpanData span) {
    return new SeenSpan(
        String.valueOf(span.getResource().getAttributes().asMap().values().iterator().next()),
        span.getInstrumentationScopeInfo().getName(),
        span.getSpanId(),
        span.getParentSpanContext().isValid() ? span.getParentSpanId() : "",
        span.getName(),
        span.getKind().ordinal() + FIRST_KIND,
        span.getStartEpochNanos(),
        span.getEndEpochNanos(),
        span.getStatus().getStatusCode() == StatusCode.ERROR
            ? "2 " + span.getStatus().getDescription()
            : "0 ",
        texts(span.getAttributes()),
        span.getEvents().stream()
            .map(event -> event.getEpochNanos() + event.getName() + texts(event.getAttributes()))
            .toList());
  }

  private static List<String> texts(io.opentelemetry.api.common.Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .map(entry -> entry.getKey().getKey() + "=" + entry.getValue())
        .sorted()
        .toList();
  }

  /** Of an answer in OTLP/JSON. */
  static List<SeenSpan> in(JsonNode trace) {
    List<SeenSpan> spans = new ArrayList<>();
    for (JsonNode resource : trace.path("resourceSpans")) {
      String service = texts(resource.path("resource").path("attributes")).get(0);
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          spans.add(of(service, scope.path("scope").path("name").asText(), span));
        }
      }
    }
    return spans;
  }

  private static SeenSpan of(String service, String scope, JsonNode span) {
    List<String> events = new ArrayList<>();
    for (JsonNode event : span.path("events")) {
      events.add(
          event.path("timeUnixNano").asText()
              + event.path("name").asText()
              + texts(event.path("attributes")));
    }
    JsonNode status = span.path("status");
    return new SeenSpan(
        service.substring("service.name=".length()),
        scope,
        span.path("spanId").asText(),
        span.path("parentSpanId").asText(),
        span.path("name").asText(),
        span.path("kind").asInt(),
        span.path("startTimeUnixNano").asLong(),
        span.path("endTimeUnixNano").asLong(),
        status.path("code").asInt() + " " + status.path("message").asText(),
        texts(span.path("attributes")),
        events);
  }

  private static List<String> texts(JsonNode attributes) {
    List<String> texts = new ArrayList<>();
    for (JsonNode attribute : attributes) {
      texts.add(attribute.path("key").asText() + "=" + text(attribute.path("value")));
    }
    return texts.stream().sorted().toList();
  }

  private static String text(JsonNode value) {
    if (value.has("arrayValue")) {
      List<String> items = new ArrayList<>();
      value.path("arrayValue").path("values").forEach(item -> items.add(text(item)));
      return items.toString();
    }
    return value.elements().next().asText();
  }
}
