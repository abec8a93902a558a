package dev.tailspan.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code TracesData} down to the fields of a span. */
final class OtlpJsonSpans {
  /** A span of nothing is three bytes of JSON, and a hundred times that in memory. */
  private static final int LEAST_MAX_SPANS = 1 << 18;

  private static final int BYTES_PER_SPAN = 128;

  private final OtlpJsonReader in;
  private final OtlpJsonValues values;
  private final OtlpJsonIds ids;
  private final Consumer<String> problems;
  private final List<Span> spans = new ArrayList<>();
  private final int maxSpans;
  private int begun;

  private OtlpJsonSpans(JsonParser parser, Limits limits, Consumer<String> problems) {
    this.in = new OtlpJsonReader(parser, limits);
    this.maxSpans = Math.max(LEAST_MAX_SPANS, limits.maxDecodedBytes() / BYTES_PER_SPAN);
    this.values = new OtlpJsonValues(in);
    this.ids = new OtlpJsonIds(in, problems);
    this.problems = problems;
  }

  static List<Span> decode(byte[] json, Limits limits, Consumer<String> problems)
      throws DecodeException {
    if (json.length > limits.maxDecodedBytes()) {
      throw DecodeException.tooLarge(
          "the document has " + json.length + " bytes, more than " + limits.maxDecodedBytes());
    }
    try (JsonParser parser = factory(json.length, limits).createParser(text(json))) {
      OtlpJsonSpans decoder = new OtlpJsonSpans(parser, limits, problems);
      try {
        decoder.documents(parser);
      } catch (StreamConstraintsException e) {
        throw new DecodeException(
            DecodeException.Reason.NESTED_TOO_DEEP,
            decoder.in.path() + ": " + e.getOriginalMessage());
      } catch (JsonEOFException e) {
        throw new DecodeException(
            DecodeException.Reason.TRUNCATED, decoder.in.path() + ": the document ends here");
      } catch (JacksonException e) {
        throw DecodeException.malformed(
            decoder.in.path() + ": not JSON: " + e.getOriginalMessage());
      }
      return decoder.spans;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /** Bytes that are no UTF-8 become U+FFFD, as in protobuf, rather than cost the document. */
  private static Reader text(byte[] json) {
    boolean marked =
        json.length >= 3
            && json[0] == (byte) 0xEF
            && json[1] == (byte) 0xBB
            && json[2] == (byte) 0xBF;
    int from = marked ? 3 : 0;
    return new InputStreamReader(
        new ByteArrayInputStream(json, from, json.length - from), StandardCharsets.UTF_8);
  }

  private static JsonFactory factory(int length, Limits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(2 * limits.maxNesting() + 2) // lists count here, not in protobuf
                .maxStringLength(Math.max(length, 1)) // the document has been bounded before
                .build())
        .build();
  }

  private void documents(JsonParser parser) throws IOException, DecodeException {
    if (parser.nextToken() == null) {
      throw new DecodeException(DecodeException.Reason.EMPTY, "the document is empty");
    }
    do {
      document();
    } while (parser.nextToken() != null);
  }

  private void document() throws IOException, DecodeException {
    boolean[] any = {false, false};
    if (in.isNull()) {
      throw in.unexpected("an object");
    }
    in.object(
        name -> {
          any[0] = true;
          switch (name) {
            case "resourceSpans", "resource_spans" -> {
              any[1] = true;
              in.list(this::resourceSpans);
            }
            default -> in.skip();
          }
        });
    if (any[0] && !any[1]) {
      throw DecodeException.malformed("the document has no resourceSpans");
    }
  }

  private void resourceSpans() throws IOException, DecodeException {
    OtlpJsonDraft.OfResource draft = new OtlpJsonDraft.OfResource();
    in.object(
        name -> {
          switch (name) {
            case "resource" -> in.object(field -> resource(draft, field));
            case "scopeSpans", "scope_spans" -> in.list(() -> draft.scopes.add(scopeSpans()));
            case "deprecatedScopeSpans", "deprecated_scope_spans" ->
                in.list(() -> draft.oldScopes.add(scopeSpans()));
            case "schemaUrl", "schema_url" -> draft.schemaUrl = in.text();
            case "instrumentationLibrarySpans", "instrumentation_library_spans" -> notRead();
            default -> in.skip();
          }
        });
    draft.finish(spans);
  }

  private void notRead() throws IOException {
    problems.accept(in.path() + " is not read: the field was removed from OTLP, use scopeSpans");
    in.skip();
  }

  private void resource(OtlpJsonDraft.OfResource draft, String name)
      throws IOException, DecodeException {
    switch (name) {
      case "attributes" -> values.attributes(draft.attributes);
      case "droppedAttributesCount", "dropped_attributes_count" ->
          draft.droppedAttributes = in.uint32();
      default -> in.skip();
    }
  }

  private OtlpJsonDraft.OfScope scopeSpans() throws IOException, DecodeException {
    OtlpJsonDraft.OfScope draft = new OtlpJsonDraft.OfScope();
    in.object(
        name -> {
          switch (name) {
            case "scope" -> in.object(field -> scope(draft, field));
            case "spans" -> in.list(() -> draft.spans.add(span()));
            case "schemaUrl", "schema_url" -> draft.schemaUrl = in.text();
            default -> in.skip();
          }
        });
    return draft;
  }

  private void scope(OtlpJsonDraft.OfScope draft, String name) throws IOException, DecodeException {
    switch (name) {
      case "name" -> draft.name = in.text();
      case "version" -> draft.version = in.text();
      case "attributes" -> values.attributes(draft.attributes);
      case "droppedAttributesCount", "dropped_attributes_count" ->
          draft.droppedAttributes = in.uint32();
      default -> in.skip();
    }
  }

  private OtlpJsonDraft.OfSpan span() throws IOException, DecodeException {
    if (++begun > maxSpans) {
      throw DecodeException.tooLarge(in.path() + ": more than " + maxSpans + " spans in a record");
    }
    OtlpJsonDraft.OfSpan draft = new OtlpJsonDraft.OfSpan();
    in.object(name -> spanField(draft, name));
    return draft;
  }

  private void spanField(OtlpJsonDraft.OfSpan draft, String name)
      throws IOException, DecodeException {
    switch (name) {
      case "traceId", "trace_id" -> {
        TraceId id = ids.traceId();
        draft.malformedId |= id == null;
        draft.traceId = id == null ? draft.traceId : id;
      }
      case "spanId", "span_id" -> {
        SpanId id = ids.spanId();
        draft.malformedId |= id == null;
        draft.spanId = id == null ? draft.spanId : id;
      }
      case "parentSpanId", "parent_span_id" -> {
        SpanId id = ids.spanId();
        draft.malformedId |= id == null;
        draft.parentSpanId = id == null ? draft.parentSpanId : id;
      }
      case "traceState", "trace_state" -> draft.traceState = in.text();
      case "flags" -> draft.flags = in.uint32();
      case "name" -> draft.name = in.text();
      case "kind" -> draft.kind = SpanKind.of(in.enumeration("SPAN_KIND_", SpanKind.values()));
      case "startTimeUnixNano", "start_time_unix_nano" -> draft.start = in.uint64();
      case "endTimeUnixNano", "end_time_unix_nano" -> draft.end = in.uint64();
      case "status" -> in.object(field -> status(draft, field));
      default -> spanList(draft, name);
    }
  }

  private void spanList(OtlpJsonDraft.OfSpan draft, String name)
      throws IOException, DecodeException {
    switch (name) {
      case "attributes" -> values.attributes(draft.attributes);
      case "droppedAttributesCount", "dropped_attributes_count" ->
          draft.droppedAttributes = in.uint32();
      case "events" -> in.list(() -> event(draft));
      case "droppedEventsCount", "dropped_events_count" -> draft.droppedEvents = in.uint32();
      case "links" -> in.list(() -> link(draft));
      case "droppedLinksCount", "dropped_links_count" -> draft.droppedLinks = in.uint32();
      default -> in.skip();
    }
  }

  private void event(OtlpJsonDraft.OfSpan span) throws IOException, DecodeException {
    OtlpJsonDraft.OfEvent draft = new OtlpJsonDraft.OfEvent();
    in.object(
        name -> {
          switch (name) {
            case "timeUnixNano", "time_unix_nano" -> draft.time = in.uint64();
            case "name" -> draft.name = in.text();
            case "attributes" -> values.attributes(draft.attributes);
            case "droppedAttributesCount", "dropped_attributes_count" ->
                draft.droppedAttributes = in.uint32();
            default -> in.skip();
          }
        });
    span.events.add(draft.finish());
  }

  private void link(OtlpJsonDraft.OfSpan span) throws IOException, DecodeException {
    OtlpJsonDraft.OfLink draft = new OtlpJsonDraft.OfLink();
    in.object(
        name -> {
          switch (name) {
            case "traceId", "trace_id" -> {
              TraceId id = ids.traceId();
              draft.traceId = id == null ? draft.traceId : id;
            }
            case "spanId", "span_id" -> {
              SpanId id = ids.spanId();
              draft.spanId = id == null ? draft.spanId : id;
            }
            case "traceState", "trace_state" -> draft.traceState = in.text();
            case "attributes" -> values.attributes(draft.attributes);
            case "droppedAttributesCount", "dropped_attributes_count" ->
                draft.droppedAttributes = in.uint32();
            case "flags" -> draft.flags = in.uint32();
            default -> in.skip();
          }
        });
    span.links.add(draft.finish());
  }

  private void status(OtlpJsonDraft.OfSpan draft, String name) throws IOException, DecodeException {
    switch (name) {
      case "message" -> draft.statusMessage = in.text();
      case "code" ->
          draft.statusCode = Status.Code.of(in.enumeration("STATUS_CODE_", Status.Code.values()));
      default -> in.skip();
    }
  }
}
