package dev.tailspan.stores.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.ArchiveStore.Partition;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchivedSpans;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that shares no code with ours sees what we wrote. */
class DuckDbReadsTest {
  private static final long HOUR = 498_705;
  private static final TraceId ODD = new TraceId(0xabcdL, 1);
  private static final TraceId FULL = new TraceId(0xabcdL, 2);
  private static final List<Span> ODD_SPANS = ArchivedSpans.odd(ODD);
  private static final Span FULL_SPAN = ArchivedSpans.withEveryField(FULL, new SpanId(0xbeef));

  private static Connection duckDb;
  private static List<KeptTrace> shop;

  @BeforeAll
  static void archive(@TempDir Path folder) throws SQLException {
    ArchiveStore store =
        new ParquetArchiveStore(
            new FolderObjectFiles(folder),
            new UsageMeter(),
            new ArchiveLayout(500, 1 << 20, 2000, 1 << 30));
    shop = new ArrayList<>();
    for (int n = 0; n < 300; n++) {
      shop.add(ArchivedSpans.kept(TestTraces.id(n), TestTraces.trace(n, 10)));
    }
    shop.sort(Comparator.comparing(KeptTrace::id));
    write(store, HOUR, shop);
    write(
        store,
        HOUR + 1,
        List.of(ArchivedSpans.kept(ODD, ODD_SPANS), ArchivedSpans.kept(FULL, List.of(FULL_SPAN))));
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          "CREATE VIEW spans AS SELECT * FROM read_parquet('"
              + folder
              + "/traces/*/*/*.parquet', hive_partitioning = true)");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @Test
  void itCountsEverySpanInItsHour() throws SQLException {
    assertThat(rows("SELECT dt, hour, count(*) FROM spans GROUP BY ALL ORDER BY ALL"))
        .containsExactly("2026-11-22|09|3000", "2026-11-22|10|" + (ODD_SPANS.size() + 1));
  }

  @Test
  void itReadsMapsByKey() throws SQLException {
    long carts =
        shop.stream()
            .flatMap(trace -> trace.spans().stream())
            .filter(span -> "/cart".equals(span.attributes().getString("http.route")))
            .count();

    assertThat(carts).isPositive();
    assertThat(
            rows(
                "SELECT count(*) FROM spans WHERE hour = 9"
                    + " AND SpanAttributes['http.route'] = '/cart'"
                    + " AND SpanAttributes['http.response.status_code'] = '200'"
                    + " AND ResourceAttributes['cloud.region'] = 'eu-central-1'"))
        .containsExactly(Long.toString(carts));
  }

  @Test
  void itReadsEveryColumnAsTheExporterWritesIt() throws SQLException {
    assertThat(
            rows(
                "SELECT TraceId, SpanId, ParentSpanId, TraceState, SpanName, SpanKind, ServiceName,"
                    + " ScopeName, ScopeVersion, Duration, StatusCode, StatusMessage,"
                    + " SamplingPolicy, AdjustedCount, RootServiceName, RootSpanName,"
                    + " TraceDuration FROM spans WHERE TraceId = '"
                    + FULL.hex()
                    + "'"))
        .containsExactly(
            "000000000000abcd0000000000000002|000000000000beef|8000000000000000"
                + "|vendor=1,ot=th:8|every field|Consumer|unknown_service|scope|1.2.3|5|Error"
                + "|it broke: ✗|slow-checkouts|1.25|frontend|HTTP GET /api/checkout|1204000000");
    assertThat(
            rows(
                "SELECT SpanKind, StatusCode, ParentSpanId, cardinality(SpanAttributes)"
                    + " FROM spans WHERE TraceId = '"
                    + ODD.hex()
                    + "' AND SpanId = '0000000000000001'"))
        .containsExactly("Unspecified|Unset||0");
  }

  @Test
  void itReadsTimesToTheNanosecond() throws SQLException {
    Span span = shop.get(17).spans().get(3);
    assertThat(
            rows(
                "SELECT epoch_ns(Timestamp), Duration FROM spans WHERE TraceId = '"
                    + span.traceId().hex()
                    + "' AND SpanId = '"
                    + span.spanId().hex()
                    + "'"))
        .containsExactly(span.startTimeUnixNano() + "|" + span.durationNanos());
    assertThat(rows("SELECT epoch_ns(Timestamp) FROM spans WHERE TraceId = '" + FULL.hex() + "'"))
        .containsExactly(Long.toString(FULL_SPAN.startTimeUnixNano()));
  }

  @Test
  void itUnnestsEventsAndLinks() throws SQLException {
    long start = FULL_SPAN.startTimeUnixNano();
    assertThat(
            rows(
                "SELECT coalesce(epoch_ns(e.Timestamp)::VARCHAR, e.Timestamp::VARCHAR), e.Name,"
                    + " e.Attributes['k'], e.Attributes['n'] FROM"
                    + " (SELECT unnest(Events) AS e FROM spans WHERE TraceId = '"
                    + FULL.hex()
                    + "')"))
        .containsExactly(
            start + 1 + "|plain|null|null", start + 2 + "||v|-1", "infinity|far future|null|null");
    assertThat(
            rows(
                "SELECT l.TraceId, l.SpanId, l.TraceState, l.Attributes['n'] FROM"
                    + " (SELECT unnest(Links) AS l FROM spans WHERE TraceId = '"
                    + FULL.hex()
                    + "')"))
        .containsExactly("|||null", "ffffffffffffffff0000000000000001|0000000000000007|a=b|-1");
  }

  @Test
  void itFindsATraceByItsId() throws SQLException {
    KeptTrace trace = shop.get(123);
    assertThat(rows("SELECT SpanId FROM spans WHERE TraceId = '" + trace.id().hex() + "'"))
        .containsExactlyElementsOf(
            trace.spans().stream().map(span -> span.spanId().hex()).toList());
    assertThat(rows("SELECT count(*) FROM spans WHERE TraceId = '" + "f".repeat(32) + "'"))
        .containsExactly("0");
  }

  @Test
  void itSeesTheBloomFilterOfEveryRowGroup(@TempDir Path folder) throws SQLException {
    write(ParquetArchiveStore.inFolder(folder, new UsageMeter()), HOUR, shop);
    String files = "'" + folder + "/traces/*/*/*.parquet'";
    assertThat(
            rows(
                "SELECT bloom_filter_length > 0, compression FROM parquet_metadata("
                    + files
                    + ") WHERE path_in_schema = 'TraceId'"))
        .containsExactly("true|ZSTD");
    assertThat(excluded(files, shop.get(5).id())).isFalse();
    long excluded =
        IntStream.range(0, 200).filter(n -> excluded(files, TestTraces.id(10_000 + n))).count();
    assertThat(excluded).as("of 200 traces that are not there").isGreaterThan(190);
  }

  private static boolean excluded(String files, TraceId id) {
    try {
      return rows("SELECT bloom_filter_excludes FROM parquet_bloom_probe("
              + files
              + ", 'TraceId', '"
              + id.hex()
              + "')")
          .equals(List.of("true"));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(ArchiveStore store, long hour, List<KeptTrace> traces) {
    try (ArchiveStore.Writer writer = store.open(new Partition(hour, 3, 7))) {
      traces.forEach(writer::add);
      writer.finish();
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
