package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as comma-separated values with a header (RFC 4180, but lines end as Unix has them). */
final class CsvRows implements SqlCommand.SqlRows {
  private final PrintStream out;

  CsvRows(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<SqlCommand.Column> columns) {
    line(columns.stream().map(SqlCommand.Column::name).toList());
  }

  @Override
  public boolean row(List<JsonNode> values) {
    line(values.stream().map(SqlValues::text).toList());
    return true;
  }

  @Override
  public void end() {}

  private void line(List<String> fields) {
    out.print(fields.stream().map(CsvRows::field).collect(Collectors.joining(",", "", "\n")));
  }

  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
