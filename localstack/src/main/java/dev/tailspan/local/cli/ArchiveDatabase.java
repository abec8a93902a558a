package dev.tailspan.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.storage.SavedQueries;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of an archive as DuckDB sees them, to be read only: DuckDB has access to no other file
 * and to no network, and what is no SELECT is refused by its own parser.
 */
final class ArchiveDatabase implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "traces/*/*/*.parquet";
  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.FLOAT,
          Types.REAL,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC);

  private final Connection connection;

  private ArchiveDatabase(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens an archive.
   *
   * @param archive the folder of its bucket
   * @throws CommandException when nothing is archived there
   */
  static ArchiveDatabase open(Path archive) {
    if (isEmpty(archive)) {
      throw new CommandException("no trace is archived yet in " + archive);
    }
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true"); // rows one by one, however many
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
      ArchiveDatabase database = new ArchiveDatabase(connection);
      database.prepare(archive);
      return database;
    } catch (SQLException e) {
      throw new CommandException("cannot open " + archive + " with DuckDB: " + e.getMessage());
    }
  }

  private static boolean isEmpty(Path archive) {
    PathMatcher files = FileSystems.getDefault().getPathMatcher("glob:" + FILES);
    try (Stream<Path> walk = Files.walk(archive)) {
      return walk.map(archive::relativize).noneMatch(files::matches);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CommandException("cannot read " + archive + ": " + e.getMessage());
    }
  }

  private void prepare(Path archive) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // As Athena has it: the queries' "last day" is a day in UTC.
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(SavedQueries.duckDbView(archive + "/" + FILES));
      String folder = (archive + "/").replace("'", "''");
      statement.execute("SET allowed_directories = ['" + folder + "']");
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
    }
  }

  /**
   * Asks.
   *
   * @throws CommandException with DuckDB's message when it does not take the query, or when the
   *     query is no single SELECT
   */
  void query(String sql, SqlCommand.SqlRows rows) {
    try {
      refuseAllButOneSelect(sql);
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        int columns = columns(result.getMetaData(), rows);
        boolean wanted = true;
        while (wanted && result.next()) {
          List<JsonNode> row = new ArrayList<>(columns);
          for (int i = 1; i <= columns; i++) {
            row.add(SqlValues.json(result.getObject(i)));
          }
          wanted = rows.row(row);
        }
        rows.end();
      }
    } catch (SQLException e) {
      throw new CommandException(String.valueOf(e.getMessage()).strip());
    }
  }

  private static int columns(ResultSetMetaData meta, SqlCommand.SqlRows rows) throws SQLException {
    List<SqlCommand.Column> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(
          new SqlCommand.Column(meta.getColumnLabel(i), NUMBERS.contains(meta.getColumnType(i))));
    }
    rows.columns(columns);
    return columns.size();
  }

  /** DuckDB's parser spells SELECTs as JSON, and nothing else. Errors of syntax are told later. */
  private void refuseAllButOneSelect(String sql) throws SQLException {
    JsonNode parsed = parsed(sql);
    boolean otherThanSelect = parsed.path("error_type").asText().equals("not implemented");
    boolean broken = parsed.path("error").asBoolean();
    if (otherThanSelect || !broken && parsed.path("statements").size() != 1) {
      throw new CommandException("a query is one SELECT: the archive is only read");
    }
  }

  private JsonNode parsed(String sql) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return JSON.readTree(result.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new CommandException("DuckDB does not tell what the query is: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new CommandException("cannot close DuckDB: " + e.getMessage());
    }
  }
}
