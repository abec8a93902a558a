package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.cli.Commands.Outcome;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.SavedQueries;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.parquet.ParquetArchiveStore;
import dev.tailspan.trace.TraceAnalysis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries over files as a stack that has ended leaves them; a running one is in the stack's. */
class SqlCommandTest {
  private static final List<String> NAMES = SavedQueries.NAMES;
  private static final String HOSTILE = "GET \"/\", \u001b[31mred\nline";

  /** With a quote, as folders may have. */
  @TempDir static Path temporary;

  private static Path data;

  @BeforeAll
  static void archive() throws Exception {
    data = temporary.resolve("it's");
    Path folder = Files.createDirectories(LocalStack.archive(data));
    ArchiveStore store = ParquetArchiveStore.inFolder(folder, new UsageMeter());
    long hour = System.currentTimeMillis() / 3_600_000;
    try (ArchiveStore.Writer writer = store.open(new ArchiveStore.Partition(hour, 0, 1))) {
      writer.add(trace(1, "GET /", 20));
      writer.add(trace(2, HOSTILE, 120));
      writer.finish();
    }
  }

  private static KeptTrace trace(int n, String name, long millis) {
    TraceId id = new TraceId(n, n);
    long start = 1_764_000_000_000_000_000L;
    Span span =
        Span.builder(id, new SpanId(1))
            .resource(new Resource(Attributes.ofStrings("service.name", "shop"), 0, ""))
            .name(name)
            .times(start, start + millis * 1_000_000)
            .build();
    List<Span> spans = List.of(span);
    return new KeptTrace(
        id, new Sampling("p", "", 2.5, 0, "v"), TraceAnalysis.of(spans).summary(), spans);
  }

  private static Outcome sql(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "sql";
    all[1] = "--data";
    all[2] = data;
    System.arraycopy(words, 0, all, 3, words.length);
    return run(all);
  }

  @Test
  void aTableHasNumbersToTheRightAndNothingThatMovesTheCursor() {
    Outcome outcome = sql("SELECT SpanName, Duration, AdjustedCount FROM traces ORDER BY Duration");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            SpanName                          Duration  AdjustedCount
            GET /                             20000000            2.5
            GET "/", \\u{1b}[31mred\\u{a}line  120000000            2.5
            2 rows
            """);
  }

  @Test
  void csvQuotesWhatItMust() {
    assertThat(sql("--csv", "SELECT SpanName, NULL AS n FROM traces ORDER BY Duration").out())
        .isEqualTo("SpanName,n\nGET /,\n\"GET \"\"/\"\", \u001b[31mred\nline\",\n");
  }

  @Test
  void jsonHasNestedValuesAsTheyAre() throws Exception {
    JsonNode rows =
        sql("--json", "SELECT TraceId, ResourceAttributes AS r, Events AS e, dt FROM traces")
            .json();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).path("r").path("service.name").asText()).isEqualTo("shop");
    assertThat(rows.get(0).path("e").isArray()).isTrue();
    assertThat(rows.get(0).path("dt").asText()).matches("\\d{4}-\\d{2}-\\d{2}");
    assertThat(sql("--json", "SELECT 1 AS x WHERE false").json()).isEmpty();
    assertThat(sql("--json", "SELECT 1 AS x, 2 AS x").err())
        .isEqualTo(
            "tailspan: two columns are called x: give one another name with AS for --json\n");
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everySavedQueryRunsByItsName(String name) {
    Outcome outcome = sql("--query", name);
    assertThat(outcome.err()).isEmpty();
    boolean noneHere = name.equals("traces-like-this-one") || name.equals("p99-by-edge");
    assertThat(outcome.out()).contains(noneHere ? "0 rows" : "shop");
    assertThat(sql(SavedQueries.text(name))).isEqualTo(outcome);
    assertThat(run("sql", "--list").out()).contains(name + " ");
    assertThat(run("sql", "--query", name, "--text").out()).isEqualTo(SavedQueries.text(name));
  }

  @Test
  void describeSaysTheColumns() {
    assertThat(sql("DESCRIBE traces").out()).contains("TraceId").contains("ResourceAttributes");
  }

  @Test
  void badSqlIsDuckDbsMessageWithTheTableStillThere() {
    Outcome outcome = sql("SELECT Durration FROM traces");
    assertThat(outcome.status()).isEqualTo(Main.FAILED);
    assertThat(outcome.err())
        .startsWith("tailspan: Binder Error: Referenced column \"Durration\" not found")
        .contains("Duration")
        .contains("^^^");
    assertThat(sql("SELEC 1").err()).startsWith("tailspan: Parser Error: syntax error at or near");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP VIEW traces",
        "COPY traces TO 'out.csv'",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW traces",
        "SET threads = 1",
        "INSTALL httpfs",
        "-- nothing",
        "",
      })
  void whatIsNoSingleSelectIsRefused(String statement) {
    assertThat(sql(statement))
        .isEqualTo(
            new Outcome(
                Main.FAILED, "", "tailspan: a query is one SELECT: the archive is only read\n"));
    assertThat(Path.of("out.csv")).doesNotExist();
  }

  @Test
  void noOtherFileAndNoNetworkIsRead() throws Exception {
    Path other = Files.writeString(temporary.resolve("other.csv"), "a,b\n1,2\n");
    assertThat(sql("SELECT * FROM read_csv('" + other + "')").err())
        .contains("Permission Error: Cannot access file");
    assertThat(sql("SELECT * FROM 'http://127.0.0.1:9/x.parquet'").status()).isEqualTo(Main.FAILED);
  }

  @Test
  void aLongResultIsCutInATableAndWholeOtherwise() {
    assertThat(sql("SELECT * FROM range(2500)").out())
        .hasLineCount(1002)
        .endsWith("The first 1,000 rows; --csv and --json print all.\n");
    assertThat(sql("SELECT * FROM range(1000)").out()).endsWith("999\n1000 rows\n");
    assertThat(sql("--csv", "SELECT * FROM range(2500)").out()).hasLineCount(2501);
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThat(run("sql", "--query", "slowest-operation"))
        .isEqualTo(
            new Outcome(
                Main.NOT_UNDERSTOOD,
                "",
                "tailspan: no saved query is called 'slowest-operation' (did you mean"
                    + " 'slowest-operations'?); see './tailspan sql --list'\n"));
    assertThat(run("sql").err()).startsWith("tailspan: sql needs QUERY");
    assertThat(run("sql", "--csv", "--json", "SELECT 1").status()).isEqualTo(Main.NOT_UNDERSTOOD);
    assertThat(run("sql", "--text").status()).isEqualTo(Main.NOT_UNDERSTOOD);
    assertThat(run("sql", "--query", "true-counts", "SELECT 1").status())
        .isEqualTo(Main.NOT_UNDERSTOOD);
  }

  @Test
  void anArchiveThatIsEmptyOrNotThereIsNamed(@TempDir Path empty) throws Exception {
    assertThat(run("sql", "--data", empty, "SELECT 1").err())
        .startsWith("tailspan: " + empty + " is no data of a stack: there is no ");
    Files.createDirectories(LocalStack.archive(empty).resolve("traces"));
    assertThat(run("sql", "--data", empty, "SELECT 1").err())
        .isEqualTo("tailspan: no trace is archived yet in " + LocalStack.archive(empty) + "\n");
  }
}
