package dev.tailspan.functions.common;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.policy.Finding;
import java.io.IOException;
import java.util.List;

/** What is to be said about a policy file, as JSON. */
public final class FindingsJson {
  private FindingsJson() {}

  /** A field with a list of them. */
  public static void write(JsonGenerator out, String name, List<Finding> findings)
      throws IOException {
    write(out, name, findings, findings.size());
  }

  /**
   * A field with a list of them.
   *
   * @param most how many are written; the first in the order of the file
   */
  public static void write(JsonGenerator out, String name, List<Finding> findings, int most)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Finding finding : findings.subList(0, Math.min(most, findings.size()))) {
      out.writeStartObject();
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
}
