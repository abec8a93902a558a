package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.trace.TerminalText;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows for people, in columns as wide as they need: numbers to the right, long texts cut. */
final class SqlTable implements SqlCommand.SqlRows {
  private static final int MOST_ROWS = 1000;
  private static final int MOST_COLUMNS = 60;
  private static final MathContext DIGITS = new MathContext(6);
  private static final double MOST_EXACT = 1L << 53;

  private final PrintStream out;
  private final List<List<String>> lines = new ArrayList<>();
  private List<SqlCommand.Column> columns = List.of();
  private boolean more;

  SqlTable(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<SqlCommand.Column> all) {
    columns = all;
    lines.add(all.stream().map(c -> cell(c.name())).toList());
  }

  @Override
  public boolean row(List<JsonNode> values) {
    more = lines.size() > MOST_ROWS;
    if (!more) {
      lines.add(values.stream().map(SqlTable::cell).toList());
    }
    return !more;
  }

  @Override
  public void end() {
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TerminalText.width(line.get(i)));
      }
    }
    lines.forEach(line -> print(line, widths));
    int rows = lines.size() - 1;
    out.println(
        more
            ? String.format(Locale.ROOT, "The first %,d rows; --csv and --json print all.", rows)
            : rows == 1 ? "1 row" : rows + " rows");
  }

  private void print(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String filling = " ".repeat(widths[i] - TerminalText.width(line.get(i)));
      text.append(i == 0 ? "" : "  ");
      text.append(columns.get(i).number() ? filling + line.get(i) : line.get(i) + filling);
    }
    out.println(text.toString().stripTrailing());
  }

  private static String cell(JsonNode value) {
    return cell(value.isDouble() ? number(value.asDouble()) : SqlValues.text(value));
  }

  private static String cell(String text) {
    return TerminalText.fit(text, MOST_COLUMNS).stripTrailing();
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < MOST_EXACT;
    return whole
        ? Long.toString((long) value)
        : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
