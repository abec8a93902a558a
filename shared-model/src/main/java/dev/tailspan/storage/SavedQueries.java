package dev.tailspan.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Queries in SQL over the archive, for who reads its Parquet files by other means than ours. They
 * are written so that Athena (Trino) and DuckDB both take them: times as numbers, no function that
 * only one has.
 */
public final class SavedQueries {
  /** What the archive is called in a query. */
  public static final String TABLE = "traces";

  /** Files in {@code queries/}; the first line of each, a comment, says what it is for. */
  public static final List<String> NAMES =
      List.of(
          "slowest-operations",
          "error-rate-by-service",
          "p99-by-edge",
          "traces-like-this-one",
          "true-counts");

  private SavedQueries() {}

  /** The text of a query. */
  public static String text(String name) {
    String file = "queries/" + name + ".sql";
    try (InputStream in = SavedQueries.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("this jar has no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a query is for. */
  public static String title(String name) {
    return text(name).lines().findFirst().orElseThrow().replaceFirst("^-- ", "");
  }

  /**
   * The statement by which DuckDB sees files as the table that Athena has.
   *
   * @param files a glob of files in Hive's layout ({@code dt=.../hour=...})
   */
  public static String duckDbView(String files) {
    return "CREATE VIEW %s AS SELECT * FROM read_parquet('%s', hive_partitioning = true,"
            .formatted(TABLE, files.replace("'", "''"))
        + " hive_types = {dt: VARCHAR, hour: INTEGER})";
  }
}
