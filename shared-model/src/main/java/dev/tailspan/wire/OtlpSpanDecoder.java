package dev.tailspan.wire;

import dev.tailspan.model.Event;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/** Makes the model's spans, events and links of OTLP protobuf. */
final class OtlpSpanDecoder {
  private static final int LEN = ProtoReader.LENGTH;
  private static final TraceId NO_TRACE = new TraceId(0, 0);

  private final OtlpDecoder attributes;

  OtlpSpanDecoder(Limits limits) {
    attributes = new OtlpDecoder(limits);
  }

  Span span(ProtoReader in, Resource resource, Scope scope) throws DecodeException {
    SpanBuilder span = Span.builder(NO_TRACE, SpanId.NONE).resource(resource).scope(scope);
    Repeated repeated = new Repeated();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case 1 << 3 | LEN -> span.traceId(OtlpProto.traceId(in.readBytes()));
        case 2 << 3 | LEN -> span.spanId(OtlpProto.spanId(in.readBytes()));
        case 3 << 3 | LEN -> span.traceState(in.readString());
        case 4 << 3 | LEN -> span.parentSpanId(OtlpProto.spanId(in.readBytes()));
        case 5 << 3 | LEN -> span.name(in.readString());
        case 6 << 3 | ProtoReader.VARINT -> span.kind(SpanKind.of((int) in.readVarint()));
        case 16 << 3 | ProtoReader.FIXED32 -> span.flags(in.readFixed32());
        default -> repeated.read(tag, in);
      }
    }
    return repeated.addTo(span).build();
  }

  /** The fields that come many times, and those that belong to them or come in pairs. */
  private final class Repeated {
    private final List<KeyValue> entries = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private int droppedAttributes;
    private int droppedEvents;
    private int droppedLinks;
    private long start;
    private long end;
    private Status status = Status.UNSET;

    void read(int tag, ProtoReader in) throws DecodeException {
      switch (tag) {
        case 7 << 3 | ProtoReader.FIXED64 -> start = in.readFixed64();
        case 8 << 3 | ProtoReader.FIXED64 -> end = in.readFixed64();
        case 9 << 3 | LEN -> entries.add(attributes.keyValue(in));
        case 10 << 3 | ProtoReader.VARINT -> droppedAttributes = (int) in.readVarint();
        case 11 << 3 | LEN -> events.add(event(in));
        case 12 << 3 | ProtoReader.VARINT -> droppedEvents = (int) in.readVarint();
        case 13 << 3 | LEN -> links.add(link(in));
        case 14 << 3 | ProtoReader.VARINT -> droppedLinks = (int) in.readVarint();
        case 15 << 3 | LEN -> status = status(in, status);
        default -> in.skip(tag);
      }
    }

    SpanBuilder addTo(SpanBuilder span) {
      return span.times(start, end)
          .attributes(OtlpDecoder.attributes(entries), droppedAttributes)
          .events(events, droppedEvents)
          .links(links, droppedLinks)
          .status(status);
    }
  }

  private static Status status(ProtoReader in, Status before) throws DecodeException {
    String message = before.message();
    Status.Code code = before.code();
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case 2 << 3 | LEN -> message = in.readString();
        case 3 << 3 | ProtoReader.VARINT -> code = Status.Code.of((int) in.readVarint());
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return code == Status.Code.UNSET && message.isEmpty()
        ? Status.UNSET
        : new Status(code, message);
  }

  private Event event(ProtoReader in) throws DecodeException {
    long time = 0;
    String name = "";
    List<KeyValue> entries = new ArrayList<>();
    int dropped = 0;
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case 1 << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
        case 2 << 3 | LEN -> name = in.readString();
        case 3 << 3 | LEN -> entries.add(attributes.keyValue(in));
        case 4 << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return new Event(time, name, OtlpDecoder.attributes(entries), dropped);
  }

  private Link link(ProtoReader in) throws DecodeException {
    TraceId traceId = NO_TRACE;
    SpanId spanId = SpanId.NONE;
    String traceState = "";
    List<KeyValue> entries = new ArrayList<>();
    int dropped = 0;
    int flags = 0;
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case 1 << 3 | LEN -> traceId = OtlpProto.traceId(in.readBytes());
        case 2 << 3 | LEN -> spanId = OtlpProto.spanId(in.readBytes());
        case 3 << 3 | LEN -> traceState = in.readString();
        case 4 << 3 | LEN -> entries.add(attributes.keyValue(in));
        case 5 << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
        case 6 << 3 | ProtoReader.FIXED32 -> flags = in.readFixed32();
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return new Link(traceId, spanId, traceState, OtlpDecoder.attributes(entries), dropped, flags);
  }
}
