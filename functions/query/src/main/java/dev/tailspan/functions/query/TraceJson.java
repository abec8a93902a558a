package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.Vote;
import dev.tailspan.storage.Sampling;
import dev.tailspan.trace.Bottleneck;
import dev.tailspan.trace.PathSection;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.trace.TraceFlag;
import dev.tailspan.trace.TraceSummary;
import dev.tailspan.wire.OtlpJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Traces in our own JSON. Times and durations in nanoseconds are texts, as in OTLP/JSON. */
final class TraceJson {
  private TraceJson() {}

  /**
   * Writes a trace.
   *
   * @param page which of its spans; the critical path is told of those
   */
  static void trace(JsonGenerator out, FoundTrace found, SpanPage page) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceId", found.id().hex());
    out.writeStringField("state", found.state().name().toLowerCase(Locale.ROOT));
    if (found.sampling().isPresent()) {
      sampling(out, found.sampling().get());
    }
    if (found.explanation().isPresent()) {
      explanation(out, found.explanation().get(), found.policyVersion());
    }
    if (!found.spans().isEmpty()) {
      TraceAnalysis analysis = TraceAnalysis.of(found.spans());
      summary(out, analysis.summary(found.truncated() ? List.of(TraceFlag.TRUNCATED) : List.of()));
      List<Span> spans = page.of(found.spans());
      path(out, analysis, spans);
      out.writeObjectFieldStart("spans");
      out.writeNumberField("offset", Math.min(page.offset(), found.spans().size()));
      out.writeNumberField("count", spans.size());
      out.writeNumberField("total", found.spans().size());
      out.writeEndObject();
      OtlpJson.writeField(out, spans);
    }
    out.writeEndObject();
  }

  static void sampling(JsonGenerator out, Sampling sampling) throws IOException {
    out.writeObjectFieldStart("sampling");
    out.writeStringField("policy", sampling.policy());
    out.writeStringField("reason", sampling.reason());
    out.writeNumberField("adjustedCount", sampling.adjustedCount());
    out.writeStringField("decidedAt", Instant.ofEpochMilli(sampling.decidedAtMillis()).toString());
    out.writeStringField("policyVersion", sampling.policyVersion());
    out.writeEndObject();
  }

  private static void explanation(JsonGenerator out, Decision decision, Optional<String> version)
      throws IOException {
    out.writeObjectFieldStart("explanation");
    out.writeStringField("policyVersion", version.orElse(""));
    out.writeStringField("reason", decision.reason());
    votes(out, decision);
    out.writeEndObject();
  }

  /** Every policy's vote, with what it measured and what it wanted. */
  static void votes(JsonGenerator out, Decision decision) throws IOException {
    out.writeArrayFieldStart("votes");
    for (Vote vote : decision.votes()) {
      out.writeStartObject();
      out.writeStringField("policy", vote.policy());
      out.writeStringField("type", vote.type());
      out.writeBooleanField("sampled", vote.sampled());
      out.writeBooleanField("failed", vote.failed());
      out.writeStringField("measured", vote.measured());
      out.writeStringField("threshold", vote.threshold());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static void summary(JsonGenerator out, TraceSummary summary) throws IOException {
    out.writeObjectFieldStart("summary");
    out.writeStringField("rootService", summary.rootService());
    out.writeStringField("rootName", summary.rootName());
    out.writeStringField("startTimeUnixNano", Long.toUnsignedString(summary.startTimeUnixNano()));
    out.writeStringField("durationNanos", Long.toString(summary.durationNanos()));
    out.writeNumberField("spanCount", summary.spanCount());
    out.writeNumberField("errorCount", summary.errorCount());
    texts(out, "services", summary.services());
    texts(out, "flags", summary.flags());
    out.writeEndObject();
  }

  private static void path(JsonGenerator out, TraceAnalysis analysis, List<Span> told)
      throws IOException {
    Set<SpanId> ids = told.stream().map(Span::spanId).collect(Collectors.toSet());
    out.writeArrayFieldStart("criticalPath");
    for (PathSection section : analysis.criticalPath()) {
      SpanId id = analysis.spans().get(section.span()).spanId();
      if (!ids.contains(id)) {
        continue;
      }
      long start = analysis.startTimeUnixNano() + section.startNanos();
      long end = analysis.startTimeUnixNano() + section.endNanos();
      out.writeStartObject();
      out.writeStringField("spanId", id.hex());
      out.writeStringField("startTimeUnixNano", Long.toUnsignedString(start));
      out.writeStringField("endTimeUnixNano", Long.toUnsignedString(end));
      out.writeEndObject();
    }
    out.writeEndArray();
    Bottleneck bottleneck = analysis.bottleneck();
    if (bottleneck != null) {
      out.writeObjectFieldStart("bottleneck");
      Span span = analysis.spans().get(bottleneck.span());
      out.writeStringField("spanId", span.spanId().hex());
      out.writeStringField("service", span.serviceName());
      out.writeStringField("name", span.name());
      out.writeStringField("criticalPathNanos", Long.toString(bottleneck.nanos()));
      out.writeStringField("sentence", bottleneck.sentence());
      out.writeEndObject();
    }
  }

  static void texts(JsonGenerator out, String name, Iterable<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
