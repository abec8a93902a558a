package dev.tailspan.wire;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/** Fields of the messages as they come in: JSON may bring a resource after its spans. */
final class OtlpJsonDraft {
  private OtlpJsonDraft() {}

  static final class OfResource {
    final List<KeyValue> attributes = new ArrayList<>();
    int droppedAttributes;
    String schemaUrl = "";
    final List<OfScope> scopes = new ArrayList<>();

    /** What the Collector's pdata calls field 1000, and reads where there are no scopes. */
    final List<OfScope> oldScopes = new ArrayList<>();

    void finish(List<Span> spans) {
      Resource resource = new Resource(new Attributes(attributes), droppedAttributes, schemaUrl);
      for (OfScope scope : scopes.isEmpty() ? oldScopes : scopes) {
        scope.finish(resource, spans);
      }
    }
  }

  static final class OfScope {
    String name = "";
    String version = "";
    final List<KeyValue> attributes = new ArrayList<>();
    int droppedAttributes;
    String schemaUrl = "";
    final List<OfSpan> spans = new ArrayList<>();

    private void finish(Resource resource, List<Span> out) {
      Scope scope =
          new Scope(name, version, new Attributes(attributes), droppedAttributes, schemaUrl);
      for (OfSpan span : spans) {
        out.add(span.finish(resource, scope));
      }
    }
  }

  static final class OfSpan {
    TraceId traceId = new TraceId(0, 0);
    SpanId spanId = SpanId.NONE;
    SpanId parentSpanId = SpanId.NONE;
    boolean malformedId;
    String traceState = "";
    int flags;
    String name = "";
    SpanKind kind = SpanKind.UNSPECIFIED;
    long start;
    long end;
    final List<KeyValue> attributes = new ArrayList<>();
    int droppedAttributes;
    final List<Event> events = new ArrayList<>();
    int droppedEvents;
    final List<Link> links = new ArrayList<>();
    int droppedLinks;
    String statusMessage = "";
    Status.Code statusCode = Status.Code.UNSET;

    private Span finish(Resource resource, Scope scope) {
      // With a malformed parent the span would pass for a root: its own id goes instead.
      return Span.builder(traceId, malformedId ? SpanId.NONE : spanId)
          .resource(resource)
          .scope(scope)
          .parentSpanId(parentSpanId)
          .traceState(traceState)
          .flags(flags)
          .name(name)
          .kind(kind)
          .times(start, end)
          .attributes(new Attributes(attributes), droppedAttributes)
          .events(events, droppedEvents)
          .links(links, droppedLinks)
          .status(new Status(statusCode, statusMessage))
          .build();
    }
  }

  static final class OfEvent {
    long time;
    String name = "";
    final List<KeyValue> attributes = new ArrayList<>();
    int droppedAttributes;

    Event finish() {
      return new Event(time, name, new Attributes(attributes), droppedAttributes);
    }
  }

  static final class OfLink {
    TraceId traceId = new TraceId(0, 0);
    SpanId spanId = SpanId.NONE;
    String traceState = "";
    final List<KeyValue> attributes = new ArrayList<>();
    int droppedAttributes;
    int flags;

    Link finish() {
      return new Link(
          traceId, spanId, traceState, new Attributes(attributes), droppedAttributes, flags);
    }
  }
}
