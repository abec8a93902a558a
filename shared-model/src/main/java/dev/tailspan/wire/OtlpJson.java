package dev.tailspan.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.model.Span;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * OTLP/JSON ({@code TracesData} and {@code ExportTraceServiceRequest}, which look alike) to spans
 * and back, streaming: no tree of the document is made. Follows the JSON Protobuf encoding of the
 * OpenTelemetry protocol (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"): ids in hex,
 * enums as integers, 64-bit integers as texts, bytes in base64.
 *
 * <p>Reading is more lenient than the specification where senders are sloppy and the meaning is
 * plain: ids in base64 (24 and 12 characters), enums by name, integers as numbers or texts,
 * snake_case keys, several documents one after the other. Unknown fields are ignored. Of a scalar
 * field given twice the last one counts, lists given twice are joined.
 */
public final class OtlpJson {
  private OtlpJson() {}

  /**
   * Reads the spans of a document.
   *
   * <p>A span whose ids are missing, zero or malformed does not cost the others: it comes with an
   * all-zero trace id or span id, and so is rejected by itself further on.
   *
   * @throws DecodeException naming the place, as in {@code
   *     resourceSpans[0].scopeSpans[0].spans[3].kind}
   */
  public static List<Span> decode(byte[] json, Limits limits) throws DecodeException {
    return decode(json, limits, problem -> {});
  }

  /**
   * As {@link #decode(byte[], Limits)}, and tells what was wrong with the ids of spans and links,
   * and which spans lie where they are no longer looked for ({@code instrumentationLibrarySpans}).
   *
   * @param problems takes sentences that begin with the place
   */
  public static List<Span> decode(byte[] json, Limits limits, Consumer<String> problems)
      throws DecodeException {
    return OtlpJsonSpans.decode(json, limits, problems);
  }

  /**
   * Writes {@code {"resourceSpans":[...]}}: spans grouped by resource and scope in the order they
   * are first seen, fields in the order of their numbers, fields with their default value left out.
   */
  public static void write(JsonGenerator out, Collection<Span> spans) throws IOException {
    new OtlpJsonWriter(out).write(spans);
  }

  /** Writes the field {@code "resourceSpans": [...]} into an object that has begun. */
  public static void writeField(JsonGenerator out, Collection<Span> spans) throws IOException {
    new OtlpJsonWriter(out).writeField(spans);
  }
}
