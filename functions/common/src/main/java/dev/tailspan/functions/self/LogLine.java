package dev.tailspan.functions.self;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log in JSON: whatever a text holds, it stays one line of ASCII. Trace ids stand where
 * OpenTelemetry wants them in formats that are not its own ({@code trace_id}, {@code span_id}),
 * what belongs to Lambda under the names that Powertools gave it ({@code function_name}).
 */
final class LogLine {
  /** A line that is alarmed on must not be cut off, as CloudWatch does at 256 KB. */
  static final int MOST_CHARACTERS = 16_000;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** How much it matters, in Lambda's words. */
  enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  private LogLine() {}

  /**
   * The line with its end.
   *
   * @param atMillis epoch milliseconds
   * @param logger who says it
   * @param about ids and the like
   */
  static byte[] of(
      long atMillis,
      Level level,
      String logger,
      String message,
      Map<String, String> about,
      LogFields more,
      @Nullable Throwable error) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("timestamp", Instant.ofEpochMilli(atMillis).toString());
      out.writeStringField("level", level.name());
      out.writeStringField("logger", logger);
      out.writeStringField("message", bounded(message));
      for (Map.Entry<String, String> field : about.entrySet()) {
        out.writeStringField(field.getKey(), field.getValue());
      }
      more.write(out);
      if (error != null) {
        writeError(out, error);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written but memory", e);
    }
    line.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
    return line.toByteArray();
  }

  private static void writeError(JsonGenerator out, Throwable error) throws IOException {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    out.writeObjectFieldStart("exception");
    out.writeStringField("type", error.getClass().getName());
    out.writeStringField("message", bounded(String.valueOf(error.getMessage())));
    out.writeStringField("stack_trace", bounded(trace.toString()));
    out.writeEndObject();
  }

  private static String bounded(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
