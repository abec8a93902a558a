package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.functions.common.FindingsJson;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.replay.KeepingCost;
import dev.tailspan.replay.ReplayAnswer;
import dev.tailspan.replay.Window;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A replay's answer in our own JSON. */
final class ReplayJson {
  /** Whole numbers up to here are written without a fraction. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private final ReplayAnswer answer;
  private final PolicyFile candidate;
  private final boolean archived;
  private final KeepingCost cost;

  ReplayJson(ReplayAnswer answer, PolicyFile candidate, boolean archived, KeepingCost cost) {
    this.answer = answer;
    this.candidate = candidate;
    this.archived = archived;
    this.cost = cost;
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("source", archived ? "archive" : "staged");
    out.writeBooleanField("estimated", archived);
    out.writeBooleanField("complete", answer.next().isEmpty());
    window(out, "covered", answer.covered());
    if (answer.next().isPresent()) {
      window(out, "next", answer.next().get());
    }
    if (answer.cutBy().isPresent()) {
      out.writeStringField("cutBy", answer.cutBy().get().name().toLowerCase(Locale.ROOT));
    }
    out.writeNumberField("bytesRead", answer.bytesRead());
    side(out, "candidate", answer.candidate());
    side(out, "inForce", answer.inForce());
    out.writeNumberField("compared", answer.compared());
    if (answer.gained().isPresent()) {
      out.writeNumberField("gained", answer.gained().getAsLong());
    }
    out.writeNumberField("lost", answer.lost());
    changes(out, "gainedExamples", answer.gainedExamples());
    changes(out, "lostExamples", answer.lostExamples());
    TraceJson.texts(out, "leftOut", answer.leftOut());
    FindingsJson.write(out, "warnings", candidate.warnings());
    out.writeStringField("pricesAsOf", cost.prices().asOf());
    out.writeEndObject();
  }

  private static void window(JsonGenerator out, String name, Window window) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("start", Instant.ofEpochMilli(window.startMillis()).toString());
    out.writeStringField("end", Instant.ofEpochMilli(window.endMillis()).toString());
    out.writeEndObject();
  }

  private void side(JsonGenerator out, String name, ReplayAnswer.Side side) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("version", side.version());
    number(out, "traces", side.traces());
    number(out, "spans", side.spans());
    number(out, "kept", side.kept());
    number(out, "keptSpans", side.keptSpans());
    number(out, "keptBytes", side.keptBytes());
    numbers(out, "keptByPolicy", new TreeMap<>(side.keptByPolicy()));
    out.writeObjectFieldStart("perDay");
    number(out, "traces", answer.perDay(side.kept()));
    number(out, "bytes", answer.perDay(side.keptBytes()));
    number(out, "archiveBytes", cost.archiveBytesPerDay(answer, side));
    Map<String, Double> dollars = cost.dollarsPerDay(answer, side);
    number(out, "dollars", dollars.values().stream().mapToDouble(Double::doubleValue).sum());
    numbers(out, "dollarsByPart", dollars);
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void numbers(JsonGenerator out, String name, Map<String, Double> numbers)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Double> number : numbers.entrySet()) {
      number(out, number.getKey(), number.getValue());
    }
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE) {
      out.writeNumberField(name, (long) number);
    } else {
      out.writeNumberField(name, number);
    }
  }

  private static void changes(JsonGenerator out, String name, List<ReplayAnswer.Change> changes)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (ReplayAnswer.Change change : changes) {
      out.writeStartObject();
      out.writeStringField("traceId", change.id().hex());
      out.writeStringField("rootService", change.rootService());
      out.writeStringField("rootName", change.rootName());
      out.writeNumberField("durationNanos", change.durationNanos());
      out.writeStringField("inForce", change.inForce());
      out.writeStringField("candidate", change.candidate());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
