package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.functions.common.FindingsJson;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyOutline;
import dev.tailspan.storage.CurrentPolicy;
import dev.tailspan.text.GoDuration;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policy files in our own JSON. */
final class PolicyJson {
  /** So that an answer fits whatever lies there; what is more is counted. */
  private static final int MOST_FINDINGS = 1_000;

  private PolicyJson() {}

  /** The fields of the file that lies there now, but for what is said of an accepted one. */
  static void current(JsonGenerator out, CurrentPolicy current) throws IOException {
    out.writeBooleanField("uploaded", current.sinceMillis().isPresent());
    if (current.sinceMillis().isPresent()) {
      out.writeStringField(
          "since", Instant.ofEpochMilli(current.sinceMillis().getAsLong()).toString());
    }
    out.writeBooleanField("accepted", current.file().isPresent());
    out.writeStringField("version", version(current));
    out.writeNumberField("problemCount", current.problems().size());
    FindingsJson.write(out, "problems", current.problems(), MOST_FINDINGS);
  }

  /** What is odd about a file, if not wrong. */
  static void remarks(JsonGenerator out, CurrentPolicy current) throws IOException {
    FindingsJson.write(out, "warnings", current.warnings(), MOST_FINDINGS);
    FindingsJson.write(out, "notes", current.notes(), MOST_FINDINGS);
  }

  /** The fields of a version and the buckets that have pinned it. */
  static void pinned(
      JsonGenerator out, String version, List<Integer> buckets, CurrentPolicy current)
      throws IOException {
    out.writeStringField("version", version);
    out.writeBooleanField("current", version.equals(version(current)));
    out.writeArrayFieldStart("buckets");
    for (int bucket : buckets) {
      out.writeNumber(bucket);
    }
    out.writeEndArray();
  }

  /** Where no file lies there, what is in force stays, so there is none. */
  private static String version(CurrentPolicy current) {
    return current
        .file()
        .filter(file -> current.sinceMillis().isPresent())
        .map(PolicyFile::version)
        .orElse("");
  }

  /** The fields of a file that was accepted. */
  static void file(JsonGenerator out, PolicyFile file) throws IOException {
    out.writeStringField("processor", file.processor().orElse(""));
    out.writeArrayFieldStart("featureGates");
    for (String gate : file.gates().names()) {
      out.writeString(gate);
    }
    out.writeEndArray();
    Optional<String> quiet = file.quiet().map(GoDuration::format);
    if (quiet.isPresent()) {
      out.writeStringField("quiet", quiet.get());
    }
    out.writeFieldName("settings");
    value(out, file.settings());
    out.writeFieldName("policies");
    value(out, file.outlines());
    FindingsJson.write(out, "warnings", file.warnings(), MOST_FINDINGS);
    FindingsJson.write(out, "notes", file.notes(), MOST_FINDINGS);
  }

  /** A value as {@link PolicyOutline#settings} has them. */
  private static void value(JsonGenerator out, Object value) throws IOException {
    if (value instanceof PolicyOutline policy) {
      out.writeStartObject();
      out.writeStringField("name", policy.name());
      out.writeStringField("type", policy.type());
      out.writeFieldName("settings");
      value(out, policy.settings());
      out.writeEndObject();
    } else if (value instanceof Map<?, ?> block) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : block.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        value(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        value(out, item);
      }
      out.writeEndArray();
    } else {
      out.writeObject(value);
    }
  }
}
