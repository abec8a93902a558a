package dev.tailspan.local.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.Finding;
import dev.tailspan.trace.TerminalText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What {@code policy} says as JSON: one object, one line. */
final class TrialJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** Whole numbers up to here are written without a fraction. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private TrialJson() {}

  /** Writes the fields of an object. */
  private interface Fields {
    void write(JsonGenerator out) throws IOException;
  }

  /** {@code {"sampled":[...],"decisions":{...}}}. */
  static String decisions(Map<TraceId, Decision> decisions) {
    return object(
        out -> {
          out.writeArrayFieldStart("sampled");
          for (Map.Entry<TraceId, Decision> entry : decisions.entrySet()) {
            if (entry.getValue().sampled()) {
              out.writeString(entry.getKey().hex());
            }
          }
          out.writeEndArray();
          out.writeObjectFieldStart("decisions");
          for (Map.Entry<TraceId, Decision> entry : decisions.entrySet()) {
            out.writeFieldName(entry.getKey().hex());
            write(out, entry.getValue());
          }
          out.writeEndObject();
        });
  }

  private static void write(JsonGenerator out, Decision decision) throws IOException {
    out.writeStartObject();
    out.writeBooleanField("sampled", decision.sampled());
    out.writeStringField("policy", decision.policy());
    out.writeStringField("reason", decision.reason());
    out.writeFieldName("adjustedCount");
    double count = decision.adjustedCount();
    if (count == Math.rint(count) && count <= LARGEST_WHOLE) {
      out.writeNumber((long) count);
    } else {
      out.writeNumber(count);
    }
    out.writeEndObject();
  }

  /** {@code {"error":"..."}}. */
  static String error(String message) {
    return object(out -> out.writeStringField("error", message));
  }

  /** {@code {"file":"...","accepted":true,"policies":[...],"problems":[...],...}}. */
  static String check(PolicyCheck check) {
    return object(
        out -> {
          out.writeStringField("file", check.file());
          out.writeBooleanField("accepted", check.accepted());
          out.writeStringField("version", check.version());
          out.writeArrayFieldStart("policies");
          for (String policy : check.policies()) {
            out.writeString(policy);
          }
          out.writeEndArray();
          findings(out, "problems", check.file(), check.problems());
          findings(out, "warnings", check.file(), check.warnings());
          findings(out, "notes", check.file(), check.notes());
        });
  }

  private static void findings(JsonGenerator out, String name, String file, List<Finding> findings)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Finding finding : findings) {
      out.writeStartObject();
      out.writeStringField("file", file);
      out.writeNumberField("line", finding.line());
      out.writeNumberField("column", finding.column());
      out.writeStringField("policy", finding.policy());
      out.writeStringField("field", finding.field());
      out.writeStringField("message", finding.message());
      out.writeStringField("suggestion", finding.suggestion());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return TerminalText.json(text.toString());
  }
}
