package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.trace.TerminalText;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What the status of the query API says in numbers.
 *
 * @param spans staged
 * @param decidedTraces kept and dropped ones
 * @param decidedSpans spans of those
 * @param keptByPolicy kept traces by the policy's name
 * @param writeUnits DynamoDB's, of ingest and finalize together
 * @param dollarsPerMillionSpans at the prices of {@code pricesAsOf}
 * @param parts of that, by service
 * @param refusedFile the policy file that lies there, if it is not in force for its mistakes
 */
record Counts(
    long records,
    long spans,
    long rejectedSpans,
    long quarantinedRecords,
    long decidedTraces,
    long decidedSpans,
    long kept,
    Map<String, Long> keptByPolicy,
    double writeUnits,
    double dollarsPerMillionSpans,
    String pricesAsOf,
    Map<String, Double> parts,
    RefusedFile refusedFile) {

  static Counts of(JsonNode status) {
    JsonNode ingest = status.path("ingest");
    JsonNode decisions = status.path("decisions");
    JsonNode cost = status.path("cost");
    Map<String, Long> kept = new TreeMap<>();
    decisions
        .path("keptByPolicy")
        .properties()
        .forEach(e -> kept.put(e.getKey(), e.getValue().asLong()));
    Map<String, Double> parts = new TreeMap<>();
    cost.path("parts").properties().forEach(e -> parts.put(e.getKey(), e.getValue().asDouble()));
    double writeUnits = 0;
    for (JsonNode usage : status.path("usage")) {
      writeUnits += usage.path("writeUnits").asDouble();
    }
    return new Counts(
        ingest.path("records").asLong(),
        ingest.path("spans").asLong(),
        ingest.path("rejectedSpans").asLong(),
        ingest.path("quarantinedRecords").asLong(),
        decisions.path("traces").asLong(),
        decisions.path("spans").asLong(),
        decisions.path("kept").asLong(),
        kept,
        writeUnits,
        cost.path("dollarsPerMillionSpans").asDouble(),
        cost.path("pricesAsOf").asText(""),
        parts,
        RefusedFile.of(status.path("policy")));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "spans in", "%,d in %,d records", spans, records);
    if (rejectedSpans + quarantinedRecords > 0) {
      line(
          text,
          "refused",
          "%,d spans, %,d records in quarantine",
          rejectedSpans,
          quarantinedRecords);
    }
    line(
        text,
        "traces",
        "%,d decided, %,d kept, %,d dropped",
        decidedTraces,
        kept,
        decidedTraces - kept);
    line(text, "kept by policy", "%s", join(keptByPolicy, "%s %,d"));
    if (spans > 0) {
      line(
          text,
          "per million spans",
          "%,.0f DynamoDB write units, $%.3f",
          writeUnits * 1e6 / spans,
          dollarsPerMillionSpans);
      line(text, "", "%s (AWS prices of %s)", join(parts, "%s $%.3f"), pricesAsOf);
    }
    refusedFile.lines().forEach(said -> line(text, "policy file", "%s", said));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String format, Object... values) {
    text.append("  %-18s ".formatted(what)).append(String.format(Locale.ROOT, format, values));
    text.append('\n');
  }

  private static <V> String join(Map<String, V> values, String format) {
    StringJoiner joiner = new StringJoiner(", ");
    joiner.setEmptyValue("none");
    values.forEach(
        (name, value) ->
            joiner.add(String.format(Locale.ROOT, format, TerminalText.safe(name), value)));
    return joiner.toString();
  }
}
