package dev.tailspan.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The archive as SQL sees it. The queries are written so that Athena (Trino) and DuckDB both take
 * them: times as numbers, no function that only one has.
 */
final class ArchiveSql {
  static final String TABLE = "traces";

  /** Files in {@code queries/}; the first line of each, a comment, says what it is for. */
  static final List<String> NAMES =
      List.of(
          "slowest-operations",
          "error-rate-by-service",
          "p99-by-edge",
          "traces-like-this-one",
          "true-counts");

  /** Types in Hive's words. */
  static final Map<String, String> PARTITIONS = ordered("dt", "string", "hour", "int");

  private static final String ATTRIBUTES = "map<string,string>";

  /** The columns of the Parquet files, in lower case as Glue wants them. */
  static final Map<String, String> COLUMNS =
      ordered(
          "timestamp", "timestamp",
          "traceid", "string",
          "spanid", "string",
          "parentspanid", "string",
          "tracestate", "string",
          "spanname", "string",
          "spankind", "string",
          "servicename", "string",
          "resourceattributes", ATTRIBUTES,
          "scopename", "string",
          "scopeversion", "string",
          "spanattributes", ATTRIBUTES,
          "duration", "bigint",
          "statuscode", "string",
          "statusmessage", "string",
          "events", "array<struct<timestamp:timestamp,name:string,attributes:" + ATTRIBUTES + ">>",
          "links",
              "array<struct<traceid:string,spanid:string,tracestate:string,attributes:"
                  + ATTRIBUTES
                  + ">>",
          "samplingpolicy", "string",
          "adjustedcount", "double",
          "rootservicename", "string",
          "rootspanname", "string",
          "traceduration", "bigint",
          "spanremainder", "binary");

  private ArchiveSql() {}

  private static Map<String, String> ordered(String... namesAndTypes) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return columns;
  }

  /** The text of a query. */
  static String text(String name) {
    String file = "queries/" + name + ".sql";
    try (InputStream in = ArchiveSql.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("this jar has no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a query is for. */
  static String title(String name) {
    return text(name).lines().findFirst().orElseThrow().replaceFirst("^-- ", "");
  }
}
