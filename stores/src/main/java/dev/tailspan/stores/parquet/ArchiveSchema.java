package dev.tailspan.stores.parquet;

import dev.tailspan.stores.StoredVersion;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The columns of an archived span: the names and texts of the OpenTelemetry Collector's ClickHouse
 * exporter ({@code otel_traces}), what the trace says of itself, and {@code SpanRemainder}.
 *
 * <p>Nothing is optional: what a span does not say is an empty text, list or map, as in ClickHouse.
 * Times are nanoseconds; an unsigned one beyond the year 2262 is clamped in its column and exact in
 * the remainder.
 */
final class ArchiveSchema {
  /** In the key-value metadata of a file's footer. */
  static final String VERSION_KEY = "tailspan.version";

  static final int VERSION = 1;

  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message otel_traces {
            required int64 Timestamp (TIMESTAMP(NANOS,true));
            required binary TraceId (STRING);
            required binary SpanId (STRING);
            required binary ParentSpanId (STRING);
            required binary TraceState (STRING);
            required binary SpanName (STRING);
            required binary SpanKind (STRING);
            required binary ServiceName (STRING);
            required group ResourceAttributes (MAP) {
              repeated group key_value {
                required binary key (STRING);
                required binary value (STRING);
              }
            }
            required binary ScopeName (STRING);
            required binary ScopeVersion (STRING);
            required group SpanAttributes (MAP) {
              repeated group key_value {
                required binary key (STRING);
                required binary value (STRING);
              }
            }
            required int64 Duration;
            required binary StatusCode (STRING);
            required binary StatusMessage (STRING);
            required group Events (LIST) {
              repeated group list {
                required group element {
                  required int64 Timestamp (TIMESTAMP(NANOS,true));
                  required binary Name (STRING);
                  required group Attributes (MAP) {
                    repeated group key_value {
                      required binary key (STRING);
                      required binary value (STRING);
                    }
                  }
                }
              }
            }
            required group Links (LIST) {
              repeated group list {
                required group element {
                  required binary TraceId (STRING);
                  required binary SpanId (STRING);
                  required binary TraceState (STRING);
                  required group Attributes (MAP) {
                    repeated group key_value {
                      required binary key (STRING);
                      required binary value (STRING);
                    }
                  }
                }
              }
            }
            required binary SamplingPolicy (STRING);
            required double AdjustedCount;
            required binary RootServiceName (STRING);
            required binary RootSpanName (STRING);
            required int64 TraceDuration;
            required binary SpanRemainder;
          }
          """);

  static final String TRACE_ID = "TraceId";

  private ArchiveSchema() {}

  /** The column of a top-level field. */
  static ColumnDescriptor column(String name) {
    return SCHEMA.getColumnDescription(new String[] {name});
  }

  /** The keys of a map, or with {@code "value"} its values. */
  static ColumnDescriptor entry(String map, String part) {
    return SCHEMA.getColumnDescription(new String[] {map, "key_value", part});
  }

  /**
   * Looks at the metadata of a footer.
   *
   * @throws dev.tailspan.storage.StorageException when the file is of a version that is not known
   */
  static void requireKnown(String file, Map<String, String> metadata) {
    String version = metadata.getOrDefault(VERSION_KEY, Integer.toString(StoredVersion.FIRST));
    long number = version.matches("[0-9]{1,9}") ? Long.parseLong(version) : 0;
    StoredVersion.require(file, number, VERSION);
  }

  /** A field of the elements of a list. */
  static ColumnDescriptor element(String list, String field) {
    return SCHEMA.getColumnDescription(new String[] {list, "list", "element", field});
  }

  /** The keys or values of the attributes of a list's elements. */
  static ColumnDescriptor elementEntry(String list, String part) {
    return SCHEMA.getColumnDescription(
        new String[] {list, "list", "element", "Attributes", "key_value", part});
  }
}
