package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.trace.DurationText;
import dev.tailspan.trace.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeSet;

/** What a replay came to, for people. */
final class ReplayTable {
  private static final int NAME_COLUMNS = 24;
  private static final int ROOT_COLUMNS = 40;

  private final JsonNode replay;
  private final JsonNode inForce;
  private final JsonNode candidate;
  private final StringBuilder text = new StringBuilder();

  ReplayTable(JsonNode replay) {
    this.replay = replay;
    this.inForce = replay.path("inForce");
    this.candidate = replay.path("candidate");
  }

  String text() {
    head();
    row("", version(inForce), version(candidate));
    row("kept traces", kept(inForce), kept(candidate));
    TreeSet<String> policies = new TreeSet<>();
    inForce.path("keptByPolicy").fieldNames().forEachRemaining(policies::add);
    candidate.path("keptByPolicy").fieldNames().forEachRemaining(policies::add);
    policies.forEach(p -> row("  " + p, byPolicy(inForce, p), byPolicy(candidate, p)));
    row("a day: traces", perDay(inForce, "traces", "%,.0f"), perDay(candidate, "traces", "%,.0f"));
    row("  archived", megabytes(inForce), megabytes(candidate));
    row("  dollars", perDay(inForce, "dollars", "$%,.4f"), perDay(candidate, "dollars", "$%,.4f"));
    changes();
    return text.toString();
  }

  private void head() {
    boolean archive = replay.path("estimated").asBoolean();
    JsonNode covered = replay.path("covered");
    Instant start = Instant.parse(covered.path("start").asText());
    Instant end = Instant.parse(covered.path("end").asText());
    line(
        "%s of %s, %s to %s: %s traces, %s spans%s. Nothing was changed.",
        DurationText.of(Duration.between(start, end).toNanos()),
        archive ? "archived traffic" : "staged traffic",
        start,
        end,
        number(candidate.path("traces")),
        number(candidate.path("spans")),
        archive ? " estimated by their weights" : "");
    if (!replay.path("leftOut").isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      replay.path("leftOut").forEach(name -> names.add(TerminalText.safe(name.asText())));
      line(
          "Left out, as budgets cannot be asked about a sample: %s. Replay what is staged for them.",
          String.join(", ", names));
    }
  }

  private void changes() {
    boolean archive = replay.path("estimated").asBoolean();
    line(
        archive
            ? "Of %2$,d archived traces that were looked at, the candidate would drop %1$,d."
            : "Of %2$,d traces %3$,d more would be kept and %1$,d not any more.",
        replay.path("lost").asLong(),
        replay.path("compared").asLong(),
        replay.path("gained").asLong());
    examples("+", "gainedExamples");
    examples("-", "lostExamples");
  }

  private void examples(String sign, String name) {
    for (JsonNode change : replay.path(name)) {
      line(
          "  %s %s  %s %s",
          sign,
          TerminalText.safe(change.path("traceId").asText()),
          TerminalText.fit(
              change.path("rootService").asText() + " " + change.path("rootName").asText(),
              ROOT_COLUMNS),
          DurationText.of(change.path("durationNanos").asLong()));
      line("      in force   %s", TerminalText.safe(change.path("inForce").asText()));
      line("      candidate  %s", TerminalText.safe(change.path("candidate").asText()));
    }
  }

  private String version(JsonNode side) {
    return (side == inForce ? "in force " : "candidate ")
        + TerminalText.safe(side.path("version").asText());
  }

  private static String kept(JsonNode side) {
    double traces = side.path("traces").asDouble();
    double kept = side.path("kept").asDouble();
    return number(side.path("kept"))
        + String.format(Locale.ROOT, " (%.2f %%)", traces == 0 ? 0 : 100 * kept / traces);
  }

  private static String byPolicy(JsonNode side, String policy) {
    return number(side.path("keptByPolicy").path(policy));
  }

  private static String perDay(JsonNode side, String name, String format) {
    return String.format(Locale.ROOT, format, side.path("perDay").path(name).asDouble());
  }

  private static String megabytes(JsonNode side) {
    double bytes = side.path("perDay").path("archiveBytes").asDouble();
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  private static String number(JsonNode number) {
    double value = number.asDouble();
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }

  private void row(String name, String inForceText, String candidateText) {
    line("  %s %24s %24s", TerminalText.fit(name, NAME_COLUMNS), inForceText, candidateText);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
