package dev.tailspan.stores.parquet;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;

/**
 * Reads the spans of traces from one row group, which is sorted by trace id: the rows before them
 * are stepped over, not put together.
 */
final class SpanReader {
  private final ColumnReadStore columns;
  private final long rows;
  private final Values traceIds;
  private final List<Values> opened = new ArrayList<>();
  private final Values timestamp;
  private final Values spanId;
  private final Values parentSpanId;
  private final Values traceState;
  private final Values spanName;
  private final Values spanKind;
  private final MapValues resourceAttributes;
  private final Values scopeName;
  private final Values scopeVersion;
  private final MapValues spanAttributes;
  private final Values duration;
  private final Values statusCode;
  private final Values statusMessage;
  private final Values eventTime;
  private final Values eventName;
  private final MapValues eventAttributes;
  private final Values linkTraceId;
  private final Values linkSpanId;
  private final Values linkTraceState;
  private final MapValues linkAttributes;
  private final Values remainders;

  /** The row whose trace id was read last. */
  private int row = -1;

  private String traceId = "";

  /** Rows of the other columns that were read or stepped over. */
  private int taken;

  SpanReader(ColumnReadStore columns, long rows) {
    this.columns = columns;
    this.rows = rows;
    traceIds = new Values(columns, ArchiveSchema.column(ArchiveSchema.TRACE_ID));
    timestamp = open(ArchiveSchema.column("Timestamp"));
    spanId = open(ArchiveSchema.column("SpanId"));
    parentSpanId = open(ArchiveSchema.column("ParentSpanId"));
    traceState = open(ArchiveSchema.column("TraceState"));
    spanName = open(ArchiveSchema.column("SpanName"));
    spanKind = open(ArchiveSchema.column("SpanKind"));
    resourceAttributes = map("ResourceAttributes");
    scopeName = open(ArchiveSchema.column("ScopeName"));
    scopeVersion = open(ArchiveSchema.column("ScopeVersion"));
    spanAttributes = map("SpanAttributes");
    duration = open(ArchiveSchema.column("Duration"));
    statusCode = open(ArchiveSchema.column("StatusCode"));
    statusMessage = open(ArchiveSchema.column("StatusMessage"));
    eventTime = open(ArchiveSchema.element("Events", "Timestamp"));
    eventName = open(ArchiveSchema.element("Events", "Name"));
    eventAttributes = elementMap("Events");
    linkTraceId = open(ArchiveSchema.element("Links", "TraceId"));
    linkSpanId = open(ArchiveSchema.element("Links", "SpanId"));
    linkTraceState = open(ArchiveSchema.element("Links", "TraceState"));
    linkAttributes = elementMap("Links");
    remainders = open(ArchiveSchema.column("SpanRemainder"));
    nextRow();
  }

  /**
   * The spans of a trace, in their order; empty when there are none.
   *
   * @param id above those that were read before
   */
  List<Span> read(TraceId id) throws IOException {
    String hex = id.hex();
    while (row < rows && traceId.compareTo(hex) < 0) {
      nextRow();
    }
    int first = row;
    while (row < rows && traceId.equals(hex)) {
      nextRow();
    }
    List<Span> spans = new ArrayList<>(row - first);
    if (row > first) {
      for (Values values : opened) {
        values.skipRows(first - taken);
      }
      for (int i = first; i < row; i++) {
        spans.add(next(id));
      }
      taken = row;
    }
    return spans;
  }

  private void nextRow() {
    row++;
    traceId = row < rows ? traceIds.text() : "";
  }

  private Span next(TraceId id) throws IOException {
    RemainderReader remainder = new RemainderReader(remainders.bytes());
    Attributes resource = resourceAttributes.next(remainder);
    Attributes attributes = spanAttributes.next(remainder);
    List<Event> events = events(remainder);
    List<Link> links = links(remainder);
    long start = remainder.start(timestamp.number());
    return new Span(
        new Resource(
            resource, remainder.number(Remainder.RESOURCE_DROPPED), remainder.resourceSchemaUrl()),
        new Scope(
            scopeName.text(),
            scopeVersion.text(),
            remainder.scopeAttributes(),
            remainder.number(Remainder.SCOPE_DROPPED),
            remainder.scopeSchemaUrl()),
        id,
        spanId(spanId.text()),
        spanId(parentSpanId.text()),
        traceState.text(),
        remainder.number(Remainder.FLAGS),
        spanName.text(),
        SpanKind.valueOf(spanKind.text().toUpperCase(Locale.ROOT)),
        start,
        remainder.end(start, duration.number()),
        attributes,
        remainder.number(Remainder.DROPPED_ATTRIBUTES),
        events,
        remainder.number(Remainder.DROPPED_EVENTS),
        links,
        remainder.number(Remainder.DROPPED_LINKS),
        new Status(
            Status.Code.valueOf(statusCode.text().toUpperCase(Locale.ROOT)), statusMessage.text()));
  }

  private List<Event> events(RemainderReader remainder) {
    if (eventTime.definition() == 0) {
      eventTime.nothing();
      eventName.nothing();
      eventAttributes.nothing();
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    do {
      int number = events.size();
      events.add(
          new Event(
              remainder.eventTime(number, eventTime.number()),
              eventName.text(),
              eventAttributes.next(remainder),
              remainder.eventDropped(number)));
    } while (eventTime.repetition() > 0);
    return events;
  }

  private List<Link> links(RemainderReader remainder) {
    if (linkTraceId.definition() == 0) {
      linkTraceId.nothing();
      linkSpanId.nothing();
      linkTraceState.nothing();
      linkAttributes.nothing();
      return List.of();
    }
    List<Link> links = new ArrayList<>();
    do {
      int number = links.size();
      links.add(
          new Link(
              traceId(linkTraceId.text()),
              spanId(linkSpanId.text()),
              linkTraceState.text(),
              linkAttributes.next(remainder),
              remainder.linkDropped(number),
              remainder.linkFlags(number)));
    } while (linkTraceId.repetition() > 0);
    return links;
  }

  private static SpanId spanId(String hex) {
    return hex.isEmpty() ? SpanId.NONE : SpanId.fromHex(hex);
  }

  private static TraceId traceId(String hex) {
    return hex.isEmpty() ? new TraceId(0, 0) : TraceId.fromHex(hex);
  }

  private Values open(ColumnDescriptor column) {
    Values values = new Values(columns, column);
    opened.add(values);
    return values;
  }

  private MapValues map(String name) {
    return new MapValues(
        open(ArchiveSchema.entry(name, "key")), open(ArchiveSchema.entry(name, "value")), 1);
  }

  private MapValues elementMap(String list) {
    return new MapValues(
        open(ArchiveSchema.elementEntry(list, "key")),
        open(ArchiveSchema.elementEntry(list, "value")),
        2);
  }
}
