package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.storage.SavedQueries;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code sql}: a query over the archive of a local stack, by DuckDB over its files. */
final class SqlCommand {
  private final Arguments arguments;
  private final PrintStream out;

  SqlCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() {
    if (arguments.has("--list")) {
      arguments.operands(0, 0);
      SavedQueries.NAMES.forEach(
          n -> out.printf(Locale.ROOT, "%-22s %s%n", n, SavedQueries.title(n)));
      return Main.DONE;
    }
    String query = query();
    SqlRows rows = rows();
    if (arguments.has("--text")) {
      out.print(query);
      return Main.DONE;
    }
    try (ArchiveDatabase database = ArchiveDatabase.open(archive())) {
      database.query(query, rows);
    }
    return Main.DONE;
  }

  private String query() {
    @Nullable String name = arguments.value("--query");
    if (name == null) {
      if (arguments.has("--text")) {
        throw new UsageException("--text prints a saved query: give --query NAME too");
      }
      return arguments.operands(1, 1).get(0);
    }
    arguments.operands(0, 0);
    if (!SavedQueries.NAMES.contains(name)) {
      throw new UsageException(
          "no saved query is called '"
              + name
              + "'"
              + Nearest.hint(name, SavedQueries.NAMES)
              + "; see './tailspan sql --list'");
    }
    return SavedQueries.text(name);
  }

  private SqlRows rows() {
    if (arguments.has("--csv") && arguments.has(Option.JSON.name())) {
      throw new UsageException("--csv and --json cannot both be given");
    }
    if (arguments.has("--csv")) {
      return new CsvRows(out);
    }
    return arguments.has(Option.JSON.name()) ? new JsonRows(out) : new SqlTable(out);
  }

  private Path archive() {
    @Nullable String wanted = arguments.value("--data");
    if (wanted == null) {
      return LocalStack.archive(Stacks.chosen(arguments).data());
    }
    Path archive = LocalStack.archive(Path.of(wanted).toAbsolutePath());
    if (!Files.isDirectory(archive)) {
      throw new CommandException(wanted + " is no data of a stack: there is no " + archive);
    }
    return archive;
  }

  /** Takes the rows of a result, one after the other. */
  interface SqlRows {
    /** Comes first. */
    void columns(List<Column> columns);

    /**
     * A row.
     *
     * @return whether more are wanted
     */
    boolean row(List<JsonNode> values);

    /** Comes last. */
    void end();
  }

  /** A column of a result. */
  record Column(String name, boolean number) {}
}
