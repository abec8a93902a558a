package dev.tailspan.local.stack;

import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.s3.S3Objects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The archive as those see it who read its files by other means than ours. */
public final class ArchivedFiles {
  private static final int MOST_FILES = 100_000;

  private ArchivedFiles() {}

  /** Trace id and span id of every row of every file, a row twice if it is there twice. */
  public static List<String> spans(AwsConnection connection, String bucket, Path folder)
      throws Exception {
    Files.createDirectories(folder);
    try (S3Objects objects = S3Objects.connect(connection, bucket, new UsageMeter())) {
      int files = 0;
      for (String key : objects.list("traces/", MOST_FILES)) {
        Files.write(folder.resolve(files++ + ".parquet"), objects.get(key).orElseThrow());
      }
      return files == 0 ? List.of() : rows(folder);
    }
  }

  private static List<String> rows(Path folder) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT TraceId || ' ' || SpanId FROM read_parquet('" + folder + "/*.parquet')")) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
