package dev.tailspan.functions.finalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.functions.common.FindingsJson;
import dev.tailspan.storage.CurrentPolicy;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A line of the log in JSON, to be searched, counted and alarmed on. */
final class RefusedPolicyLine {
  /** A line of CloudWatch's holds 256 KB; the status has them all. */
  private static final int MOST_PROBLEMS = 50;

  private RefusedPolicyLine() {}

  /**
   * Without its end.
   *
   * @param loads how often the invocation looked at the file
   */
  static String of(CurrentPolicy refused, long loads) {
    StringWriter line = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("event", "policy_file_refused");
      out.writeNumberField("refusedPolicyLoads", loads);
      if (refused.sinceMillis().isPresent()) {
        out.writeStringField(
            "uploaded", Instant.ofEpochMilli(refused.sinceMillis().getAsLong()).toString());
      }
      out.writeNumberField("problemCount", refused.problems().size());
      FindingsJson.write(out, "problems", refused.problems(), MOST_PROBLEMS);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return line.toString();
  }
}
