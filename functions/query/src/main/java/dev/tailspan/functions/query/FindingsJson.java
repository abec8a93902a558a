package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.policy.Finding;
import java.io.IOException;
import java.util.List;

/** What there is to say about a policy file, in our own JSON. */
final class FindingsJson {
  private FindingsJson() {}

  static void write(JsonGenerator out, String name, List<Finding> findings) throws IOException {
    out.writeArrayFieldStart(name);
    for (Finding finding : findings) {
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
