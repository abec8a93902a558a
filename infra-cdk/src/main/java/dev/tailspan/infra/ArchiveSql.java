package dev.tailspan.infra;

import java.util.LinkedHashMap;
import java.util.Map;

/** The archive's columns as Glue wants them. */
final class ArchiveSql {
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
}
