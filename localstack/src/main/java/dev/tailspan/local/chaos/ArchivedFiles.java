package dev.tailspan.local.chaos;

import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.s3.S3Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archive as those see it who read its files by other means than ours, here DuckDB, which must
 * be on the class path. A crash leaves files behind that no index names: they are read too.
 */
public final class ArchivedFiles {
  private static final int MOST_FILES = 100_000;

  private ArchivedFiles() {}

  /**
   * Trace id and span id, in hex with a space between, of every row of every file in a bucket; a
   * row twice if it is there twice.
   *
   * @param folder where the files are put to be read
   */
  public static List<String> spans(AwsConnection connection, String bucket, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    try (S3Objects objects = S3Objects.connect(connection, bucket, new UsageMeter())) {
      int files = 0;
      for (String key : objects.list("traces/", MOST_FILES)) {
        Files.write(folder.resolve(files++ + ".parquet"), objects.get(key).orElseThrow());
      }
    }
    return spansIn(folder);
  }

  /** The same of the files in a folder and all folders in it. */
  public static List<String> spansIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      if (files.noneMatch(file -> file.toString().endsWith(".parquet"))) {
        return List.of();
      }
    }
    List<String> rows = new ArrayList<>();
    String pattern = (folder + "/**/*.parquet").replace("'", "''");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT TraceId || ' ' || SpanId FROM read_parquet('" + pattern + "')")) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB cannot read " + folder + ": " + e.getMessage(), e);
    }
    return rows;
  }
}
