package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.lookup.SearchPage;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.storage.CatalogSegment;
import java.io.IOException;

/** A page of a search in our own JSON. */
final class SearchJson {
  private SearchJson() {}

  static void write(JsonGenerator out, SearchPage page) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("traces");
    for (CatalogSegment.Entry entry : page.traces()) {
      out.writeStartObject();
      out.writeStringField("traceId", entry.traceId().hex());
      TraceJson.summary(out, entry.summary());
      TraceJson.sampling(out, entry.sampling());
      out.writeEndObject();
    }
    out.writeEndArray();
    if (page.next().isPresent()) {
      out.writeStringField("nextCursor", page.next().get().text());
    }
    out.writeBooleanField("complete", page.next().isEmpty());
    out.writeObjectFieldStart("limits");
    out.writeNumberField("maxLimit", SearchTraces.MAX_LIMIT);
    out.writeNumberField("maxHours", SearchTraces.MAX_HOURS);
    out.writeNumberField("maxOpenedForAttributes", SearchTraces.MAX_OPENED);
    out.writeNumberField("maxSegmentsRead", SearchTraces.MAX_SEGMENTS);
    out.writeEndObject();
    out.writeEndObject();
  }
}
