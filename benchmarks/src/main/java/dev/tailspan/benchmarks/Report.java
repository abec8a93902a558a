package dev.tailspan.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, as a table in Markdown and as JSON. */
final class Report {
  private static final int DIGITS = 4;

  private Report() {}

  /** As in {@code ingest: 1.93 CPU-s / M spans, 1.60 x zstd alone}. */
  static String line(Measurement measurement) {
    return measurement.name() + ": " + figures(measurement);
  }

  private static String figures(Measurement measurement) {
    return measurement.figures().entrySet().stream()
        .map(figure -> number(figure.getValue()) + " " + figure.getKey())
        .collect(Collectors.joining(", "));
  }

  /** So many digits that three or four of them say something. */
  static String number(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    int magnitude = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
    int decimals = Math.max(0, Math.min(6, DIGITS - Math.max(magnitude, 1)));
    decimals = magnitude < 1 ? Math.min(6, 2 - magnitude + 1) : decimals;
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** The table, with a line for each measurement. */
  static String table(List<Measurement> measurements) {
    int sections = width("section", measurements.stream().map(Measurement::section).toList());
    int names = width("what", measurements.stream().map(Measurement::name).toList());
    StringBuilder table = new StringBuilder();
    String row = "| %-" + sections + "s | %-" + names + "s | %s |%n";
    table.append(String.format(Locale.ROOT, row, "section", "what", "figures"));
    table.append(
        String.format(Locale.ROOT, row, "-".repeat(sections), "-".repeat(names), "-------"));
    String section = "";
    for (Measurement measurement : measurements) {
      String shown = measurement.section().equals(section) ? "" : measurement.section();
      section = measurement.section();
      table.append(
          String.format(Locale.ROOT, row, shown, measurement.name(), figures(measurement)));
    }
    return table.toString();
  }

  private static int width(String heading, List<String> cells) {
    return Math.max(heading.length(), cells.stream().mapToInt(String::length).max().orElse(0));
  }

  /**
   * All of it as one object: {@code machine}, {@code notes}, {@code failed} and {@code
   * measurements}, each with {@code section}, {@code name} and {@code figures} by unit.
   *
   * @param machine what it was measured on, by what it is called
   * @param failed sections that failed, and why
   */
  static String json(Map<String, String> machine, Run run, Map<String, String> failed)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      texts(out, "machine", machine);
      texts(out, "failed", failed);
      out.writeArrayFieldStart("notes");
      for (String note : run.notes()) {
        out.writeString(note);
      }
      out.writeEndArray();
      out.writeArrayFieldStart("measurements");
      for (Measurement measurement : run.measurements()) {
        write(out, measurement);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void texts(JsonGenerator out, String name, Map<String, String> texts)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      out.writeStringField(text.getKey(), text.getValue());
    }
    out.writeEndObject();
  }

  /** What is not a number is null: JSON has no other word for it. */
  private static void write(JsonGenerator out, Measurement measurement) throws IOException {
    out.writeStartObject();
    out.writeStringField("section", measurement.section());
    out.writeStringField("name", measurement.name());
    out.writeObjectFieldStart("figures");
    for (Map.Entry<String, Double> figure : measurement.figures().entrySet()) {
      if (Double.isFinite(figure.getValue())) {
        out.writeNumberField(figure.getKey(), figure.getValue());
      } else {
        out.writeNullField(figure.getKey());
      }
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
