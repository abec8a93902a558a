package dev.tailspan.stores.parquet;

import static dev.tailspan.stores.parquet.Remainder.clamp;

import dev.tailspan.model.Event;
import dev.tailspan.model.Link;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes spans into the columns of one row group, past Parquet's record layer. */
final class SpanWriter {
  private static final Binary[] KINDS = new Binary[SpanKind.values().length];
  private static final Binary[] CODES = {text("Unset"), text("Ok"), text("Error")};

  static {
    for (SpanKind kind : SpanKind.values()) {
      KINDS[kind.ordinal()] = text(kind.title());
    }
  }

  private final ColumnWriteStore columns;
  private final RemainderWriter remainders;
  private final ColumnWriter timestamp;
  private final ColumnWriter traceId;
  private final ColumnWriter spanId;
  private final ColumnWriter parentSpanId;
  private final ColumnWriter traceState;
  private final ColumnWriter spanName;
  private final ColumnWriter spanKind;
  private final ColumnWriter serviceName;
  private final MapColumns resourceAttributes;
  private final ColumnWriter scopeName;
  private final ColumnWriter scopeVersion;
  private final MapColumns spanAttributes;
  private final ColumnWriter duration;
  private final ColumnWriter statusCode;
  private final ColumnWriter statusMessage;
  private final ColumnWriter eventTime;
  private final ColumnWriter eventName;
  private final MapColumns eventAttributes;
  private final ColumnWriter linkTraceId;
  private final ColumnWriter linkSpanId;
  private final ColumnWriter linkTraceState;
  private final MapColumns linkAttributes;
  private final ColumnWriter samplingPolicy;
  private final ColumnWriter adjustedCount;
  private final ColumnWriter rootServiceName;
  private final ColumnWriter rootSpanName;
  private final ColumnWriter traceDuration;
  private final ColumnWriter remainder;

  SpanWriter(ColumnWriteStore columns, RemainderWriter remainders) {
    this.columns = columns;
    this.remainders = remainders;
    timestamp = column("Timestamp");
    traceId = column(ArchiveSchema.TRACE_ID);
    spanId = column("SpanId");
    parentSpanId = column("ParentSpanId");
    traceState = column("TraceState");
    spanName = column("SpanName");
    spanKind = column("SpanKind");
    serviceName = column("ServiceName");
    resourceAttributes = map("ResourceAttributes");
    scopeName = column("ScopeName");
    scopeVersion = column("ScopeVersion");
    spanAttributes = map("SpanAttributes");
    duration = column("Duration");
    statusCode = column("StatusCode");
    statusMessage = column("StatusMessage");
    eventTime = element("Events", "Timestamp");
    eventName = element("Events", "Name");
    eventAttributes = elementMap("Events");
    linkTraceId = element("Links", "TraceId");
    linkSpanId = element("Links", "SpanId");
    linkTraceState = element("Links", "TraceState");
    linkAttributes = elementMap("Links");
    samplingPolicy = column("SamplingPolicy");
    adjustedCount = column("AdjustedCount");
    rootServiceName = column("RootServiceName");
    rootSpanName = column("RootSpanName");
    traceDuration = column("TraceDuration");
    remainder = column("SpanRemainder");
  }

  /** Writes one row. */
  void write(TraceColumns trace, TextSpan text) {
    Span span = text.span();
    timestamp.write(clamp(span.startTimeUnixNano()), 0, 0);
    traceId.write(trace.traceId(), 0, 0);
    spanId.write(id(span.spanId()), 0, 0);
    parentSpanId.write(id(span.parentSpanId()), 0, 0);
    traceState.write(text(span.traceState()), 0, 0);
    spanName.write(text(span.name()), 0, 0);
    spanKind.write(KINDS[span.kind().ordinal()], 0, 0);
    serviceName.write(text(span.serviceName()), 0, 0);
    resourceAttributes.write(text.resource(), 0);
    scopeName.write(text(span.scope().name()), 0, 0);
    scopeVersion.write(text(span.scope().version()), 0, 0);
    spanAttributes.write(text.attributes(), 0);
    duration.write(clamp(span.durationNanos()), 0, 0);
    statusCode.write(code(span.status().code()), 0, 0);
    statusMessage.write(text(span.status().message()), 0, 0);
    events(span.events(), text);
    links(span.links(), text);
    samplingPolicy.write(trace.samplingPolicy(), 0, 0);
    adjustedCount.write(trace.adjustedCount(), 0, 0);
    rootServiceName.write(trace.rootServiceName(), 0, 0);
    rootSpanName.write(trace.rootSpanName(), 0, 0);
    traceDuration.write(trace.duration(), 0, 0);
    remainder.write(remainders.write(span, text.lists()), 0, 0);
    columns.endRecord();
  }

  private void events(List<Event> events, TextSpan text) {
    if (events.isEmpty()) {
      eventTime.writeNull(0, 0);
      eventName.writeNull(0, 0);
      eventAttributes.writeNothing(0, 0);
    }
    for (int i = 0; i < events.size(); i++) {
      int repetition = i == 0 ? 0 : 1;
      eventTime.write(clamp(events.get(i).timeUnixNano()), repetition, 1);
      eventName.write(text(events.get(i).name()), repetition, 1);
      eventAttributes.write(text.event(i), repetition);
    }
  }

  private void links(List<Link> links, TextSpan text) {
    if (links.isEmpty()) {
      linkTraceId.writeNull(0, 0);
      linkSpanId.writeNull(0, 0);
      linkTraceState.writeNull(0, 0);
      linkAttributes.writeNothing(0, 0);
    }
    for (int i = 0; i < links.size(); i++) {
      int repetition = i == 0 ? 0 : 1;
      Link link = links.get(i);
      String trace = link.traceId().isValid() ? link.traceId().hex() : "";
      linkTraceId.write(text(trace), repetition, 1);
      linkSpanId.write(id(link.spanId()), repetition, 1);
      linkTraceState.write(text(link.traceState()), repetition, 1);
      linkAttributes.write(text.link(i), repetition);
    }
  }

  private static Binary code(Status.Code code) {
    return CODES[code.number()];
  }

  /** Empty for the invalid id, as the exporter writes it. */
  private static Binary id(SpanId id) {
    return id.isValid() ? text(id.hex()) : Binary.EMPTY;
  }

  private static Binary text(String text) {
    return text.isEmpty() ? Binary.EMPTY : Binary.fromString(text);
  }

  private ColumnWriter column(String name) {
    return columns.getColumnWriter(ArchiveSchema.column(name));
  }

  private ColumnWriter element(String list, String field) {
    return columns.getColumnWriter(ArchiveSchema.element(list, field));
  }

  private MapColumns map(String name) {
    return new MapColumns(
        columns, ArchiveSchema.entry(name, "key"), ArchiveSchema.entry(name, "value"));
  }

  private MapColumns elementMap(String list) {
    return new MapColumns(
        columns,
        ArchiveSchema.elementEntry(list, "key"),
        ArchiveSchema.elementEntry(list, "value"));
  }
}
