package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.SavedQueries;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.parquet.ParquetArchiveStore;
import dev.tailspan.trace.TraceAnalysis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries for Athena, run by DuckDB over files that our archive store has written. Kept are ten
 * quick traces that stand for ten each, a slow one that failed, and one that somebody kept.
 */
class ArchiveSqlTest {
  private static final long MILLI = 1_000_000;

  private static Connection duckDb;

  @BeforeAll
  static void archive(@TempDir Path folder) throws SQLException {
    List<KeptTrace> traces = new ArrayList<>();
    for (int n = 1; n <= 10; n++) {
      traces.add(trace(n, "GET /", 100 + n, 40 + n, Status.UNSET, "sampled", 10));
    }
    Status failed = new Status(Status.Code.ERROR, "no money");
    traces.add(trace(11, "POST /pay", 2000, 1900, failed, "errors", 1));
    traces.add(trace(12, "GET /", 150, 90, Status.UNSET, Sampling.BY_HAND, 0));
    // The queries look at the last day, so the traces must have arrived just now.
    long hour = System.currentTimeMillis() / 3_600_000;
    ArchiveStore store = ParquetArchiveStore.inFolder(folder, new UsageMeter());
    try (ArchiveStore.Writer writer = store.open(new ArchiveStore.Partition(hour, 0, 1))) {
      traces.forEach(writer::add);
      writer.finish();
    }
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          SavedQueries.duckDbView(folder + "/" + ArchiveQueries.PREFIX + "*/*/*.parquet"));
    }
  }

  private static KeptTrace trace(
      int n,
      String name,
      long rootMillis,
      long childMillis,
      Status status,
      String policy,
      double adjustedCount) {
    TraceId id = new TraceId(n, n);
    Span root = span(id, 1, 0, "shop", name, rootMillis, status);
    Span child = span(id, 2, 1, "payment", "charge", childMillis, status);
    return new KeptTrace(
        id,
        new Sampling(policy, "", adjustedCount, 0, "v"),
        TraceAnalysis.of(List.of(root, child)).summary(),
        List.of(root, child));
  }

  private static Span span(
      TraceId id, long span, long parent, String service, String name, long millis, Status status) {
    long start = 1_764_000_000_000L * MILLI;
    return Span.builder(id, new SpanId(span))
        .parentSpanId(parent == 0 ? SpanId.NONE : new SpanId(parent))
        .resource(new Resource(Attributes.ofStrings("service.name", service), 0, ""))
        .name(name)
        .times(start, start + millis * MILLI)
        .status(status)
        .build();
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @Test
  void slowestOperationsAreByTheirWeightedPercentiles() throws SQLException {
    // Of 101 charges the slow one is the last: the 100th is one of those that the tenth stands for.
    assertThat(rows("slowest-operations"))
        .containsExactly(
            "shop|POST /pay|1|2000|2000|2000",
            "shop|GET /|100|105|110|110",
            "payment|charge|101|46|50|1900");
  }

  @Test
  void errorRatesAreOfAllCallsNotOfThoseKept() throws SQLException {
    String rate = Double.toString(1 / 101.0);
    assertThat(rows("error-rate-by-service"))
        .containsExactly("payment|101|1|" + rate, "shop|101|1|" + rate);
  }

  @Test
  void anEdgeIsACallIntoAnotherService() throws SQLException {
    assertThat(rows("p99-by-edge")).containsExactly("shop|payment|101|1|46|50");
  }

  @Test
  void tracesLikeTheSlowestDidTheSame() throws SQLException {
    // As it stands the query looks at the slowest trace, which is alone; look at the first instead.
    assertThat(rows("traces-like-this-one")).isEmpty();
    String sql = SavedQueries.text("traces-like-this-one");
    String first = new TraceId(1, 1).hex();
    assertThat(
            run(
                sql.replaceFirst(
                    "SELECT TraceId FROM shapes.*", "SELECT '" + first + "' AS TraceId")))
        .hasSize(10)
        .startsWith(new TraceId(2, 2).hex() + "|102|0|sampled|10")
        .endsWith(new TraceId(12, 12).hex() + "|150|0|" + Sampling.BY_HAND + "|0");
  }

  @Test
  void trueCountsComeWithTheirError() throws SQLException {
    // Ten of weight 10: variance 10 * 10 * 9. What was kept by hand is seen and counts nothing.
    assertThat(rows("true-counts")).containsExactly("shop|GET /|11|100|30", "shop|POST /pay|1|1|0");
  }

  @Test
  void theTableInGlueHasTheColumnsOfTheFilesInTheirTypes() throws SQLException {
    Map<String, String> inFiles = new LinkedHashMap<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet columns = statement.executeQuery("DESCRIBE " + SavedQueries.TABLE)) {
      while (columns.next()) {
        inFiles.put(
            columns.getString("column_name").toLowerCase(Locale.ROOT),
            hive(columns.getString("column_type")));
      }
    }
    Map<String, String> inGlue = new LinkedHashMap<>(ArchiveSql.COLUMNS);
    inGlue.putAll(ArchiveSql.PARTITIONS);
    assertThat(inFiles).containsExactlyEntriesOf(inGlue);
  }

  /** DuckDB's word for a type in Hive's. */
  private static String hive(String type) {
    return type.replace("TIMESTAMPTZ_NS", "timestamp")
        .replace("VARCHAR", "string")
        .replace("BIGINT", "bigint")
        .replace("INTEGER", "int")
        .replace("DOUBLE", "double")
        .replace("BLOB", "binary")
        .replaceAll("STRUCT\\((.*)\\)\\[\\]", "array<struct<$1>>")
        .replaceAll("MAP\\((\\w+), (\\w+)\\)", "map<$1,$2>")
        .replaceAll("\"?(\\w+)\"? (?=\\w)", "$1:")
        .replace(", ", ",")
        .toLowerCase(Locale.ROOT);
  }

  private static List<String> rows(String query) throws SQLException {
    return run(SavedQueries.text(query));
  }

  private static List<String> run(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i).replaceAll("\\.0$", ""));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
