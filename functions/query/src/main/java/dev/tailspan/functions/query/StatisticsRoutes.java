package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.lookup.ServiceCatalog;
import dev.tailspan.trace.CallStats;
import dev.tailspan.trace.EdgeStats;
import dev.tailspan.trace.OperationStats;
import dev.tailspan.trace.ServiceStats;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/** Services, operations and dependencies: what is known of all traces, kept or not. */
final class StatisticsRoutes {
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final double NANOS_PER_MILLI = 1e6;

  private final ServiceCatalog catalog;
  private final LongSupplier nowMillis;

  StatisticsRoutes(ServiceCatalog catalog, LongSupplier nowMillis) {
    this.catalog = catalog;
    this.nowMillis = nowMillis;
  }

  /** The hours asked for; without times, the last one. */
  private ServiceStats stats(Parameters parameters) {
    long end = parameters.time("end").orElse(nowMillis.getAsLong() + 1);
    long start = parameters.time("start").orElse(end - HOUR_MILLIS);
    if (end <= start) {
      throw new BadParameterException("end", "must lie after start");
    }
    try {
      return catalog.between(start, end);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException(
          "start", "must lie within " + ServiceCatalog.MAX_HOURS + " hours before end");
    }
  }

  ProxyResponse services(ProxyRequest request, Answers answers) throws TooLargeException {
    ServiceStats stats = stats(new Parameters(request.query(), Set.of("start", "end")));
    return answers.json(
        200,
        out -> {
          out.writeStartObject();
          TraceJson.texts(out, "services", stats.services());
          out.writeEndObject();
        });
  }

  ProxyResponse operations(ProxyRequest request, Answers answers) throws TooLargeException {
    Parameters parameters = new Parameters(request.query(), Set.of("service", "start", "end"));
    String service = parameters.required("service");
    ServiceStats stats = stats(parameters);
    return answers.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("operations");
          for (OperationStats operation : stats.operations(service)) {
            out.writeStartObject();
            out.writeStringField("name", operation.name());
            out.writeStringField("kind", operation.kind().name().toLowerCase(Locale.ROOT));
            calls(out, operation.stats());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  ProxyResponse dependencies(ProxyRequest request, Answers answers) throws TooLargeException {
    ServiceStats stats = stats(new Parameters(request.query(), Set.of("start", "end")));
    return answers.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("edges");
          for (EdgeStats edge : stats.edges()) {
            out.writeStartObject();
            out.writeStringField("parent", edge.caller());
            out.writeStringField("child", edge.callee());
            out.writeBooleanField("messaging", edge.messaging());
            calls(out, edge.stats());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void calls(JsonGenerator out, CallStats stats) throws IOException {
    out.writeNumberField("calls", stats.calls());
    out.writeNumberField("errors", stats.errors());
    out.writeNumberField("p50Millis", stats.p50Nanos() / NANOS_PER_MILLI);
    out.writeNumberField("p99Millis", stats.p99Nanos() / NANOS_PER_MILLI);
  }
}
