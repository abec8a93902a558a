package dev.tailspan.local.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sizings side by side, as a table in Markdown. */
public final class SizingTable {
  private final List<Sizing> sizings;
  private final List<List<String>> rows = new ArrayList<>();

  private SizingTable(List<Sizing> sizings) {
    this.sizings = sizings;
  }

  /** The table of one sizing or more of like traces. */
  public static String of(List<Sizing> sizings) {
    SizingTable table = new SizingTable(sizings);
    table.row("spans per second", s -> number(s.load().spansPerSecond()));
    table.row("shards", s -> number(s.shards()));
    table.row("buckets", s -> number(s.buckets()));
    table.row("`finalizeFanout`", s -> number(s.fanout()));
    table.row("ingest at once", s -> number(s.ingestConcurrency()));
    table.row("memory of each, MB", s -> number(Setup.MEMORY_MEGABYTES));
    table.row("write units / M spans", s -> number(perMillion(s, s.usage().writeUnits())));
    table.row("S3 PUTs / M spans", s -> number(perMillion(s, s.usage().puts())));
    for (String part : List.of("Kinesis", "Lambda", "DynamoDB", "S3")) {
      table.row("$ a month: " + part, s -> dollars(s.dollars().getOrDefault(part, 0.0)));
    }
    table.row("$ a month: all", s -> dollars(s.dollarsPerMonth()));
    table.row("$ / M spans", s -> String.format(Locale.ROOT, "%.4f", s.dollarsPerMillionSpans()));
    table.row("limit that comes first", s -> s.limits().get(0).text());
    table.row("the next one", s -> s.limits().get(1).text());
    table.row("first that AWS does not raise", s -> hard(s).text());
    return heading(sizings.get(0).load()) + table.text() + table.exceeded();
  }

  private static String heading(Load load) {
    return String.format(
        Locale.ROOT,
        "Spans of %,d bytes, %d a trace, %s %% of traces kept; %d days kept; us-east-1.%n%n",
        load.spanBytes(),
        Load.SPANS_PER_TRACE,
        String.format(Locale.ROOT, "%.2f", 100 * load.keptShare()).replaceAll("\\.?0+$", ""),
        (int) Setup.RETENTION_DAYS);
  }

  private static double perMillion(Sizing sizing, double perMonth) {
    return perMonth / (sizing.load().spansPerSecond() * Setup.SECONDS_A_MONTH / 1e6);
  }

  private static Limit hard(Sizing sizing) {
    return sizing.limits().stream().filter(limit -> !limit.raisable()).findFirst().orElseThrow();
  }

  private void row(String name, Function<Sizing, String> cell) {
    List<String> cells = new ArrayList<>(List.of(name));
    sizings.forEach(sizing -> cells.add(cell.apply(sizing)));
    rows.add(cells);
  }

  private String text() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column <= sizings.size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < rows.size(); line++) {
      text.append(line(rows.get(line), widths));
      if (line == 0) {
        text.append(
            widths.stream().map("-"::repeat).collect(Collectors.joining(" | ", "| ", " |\n")));
      }
    }
    return text.toString();
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < cells.size(); column++) {
      String format =
          column == 0 ? " %-" + widths.get(0) + "s |" : " %" + widths.get(column) + "s |";
      line.append(String.format(Locale.ROOT, format, cells.get(column)));
    }
    return line.append('\n').toString();
  }

  /** What a load cannot have, in a sentence each. */
  private String exceeded() {
    StringBuilder text = new StringBuilder();
    for (Sizing sizing : sizings) {
      for (Limit limit : sizing.limits()) {
        if (limit.share() > 1) {
          text.append(
              String.format(
                  Locale.ROOT,
                  "%n%s spans a second are over a limit%s: %s, %s of %s.%n",
                  number(sizing.load().spansPerSecond()),
                  limit.raisable() ? " that AWS raises on request" : "",
                  limit.name(),
                  number(limit.used()),
                  number(limit.most())));
        }
      }
    }
    return text.toString();
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number > 0 && number < 1 ? "%.2f" : "%,.0f", number);
  }

  private static String dollars(double dollars) {
    return String.format(Locale.ROOT, dollars < 100 ? "%,.2f" : "%,.0f", dollars);
  }
}
