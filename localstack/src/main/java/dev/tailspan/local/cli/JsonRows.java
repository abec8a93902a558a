package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows as one JSON array, an object and a line for each. */
final class JsonRows implements SqlCommand.SqlRows {
  private final PrintStream out;
  private List<String> names = List.of();
  private String before = "[";

  JsonRows(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<SqlCommand.Column> columns) {
    names = columns.stream().map(SqlCommand.Column::name).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new CommandException(
            "two columns are called " + name + ": give one another name with AS for --json");
      }
    }
  }

  @Override
  public boolean row(List<JsonNode> values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      object.set(names.get(i), values.get(i));
    }
    out.print(before + "\n" + object);
    before = ",";
    return true;
  }

  @Override
  public void end() {
    out.print(before.equals("[") ? "[]\n" : "\n]\n");
  }
}
