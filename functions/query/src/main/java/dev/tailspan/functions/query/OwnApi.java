package dev.tailspan.functions.query;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.SearchPage;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.ServiceCatalog;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.trace.EdgeStats;
import dev.tailspan.trace.OperationStats;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.wire.OtlpProto;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Our own read API, {@code /api/v1}. A route is a method here and a case in {@link #get}. */
final class OwnApi {
  private static final String TRACES = "/api/v1/traces/";
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final double NANOS_PER_MILLI = 1e6;

  private final FindTrace find;
  private final SearchTraces search;
  private final ServiceCatalog catalog;
  private final Supplier<SystemStatus> status;
  private final StatusJson statusJson;
  private final LongSupplier nowMillis;

  OwnApi(
      FindTrace find,
      SearchTraces search,
      ServiceCatalog catalog,
      Supplier<SystemStatus> status,
      StatusJson statusJson,
      LongSupplier nowMillis) {
    this.find = find;
    this.search = search;
    this.catalog = catalog;
    this.status = status;
    this.statusJson = statusJson;
    this.nowMillis = nowMillis;
  }

  ProxyResponse answer(ProxyRequest request) {
    if (!request.method().equals("GET")) {
      return error(405, "method", request.method() + " is not allowed; use GET")
          .with("Allow", "GET");
    }
    try {
      return get(request);
    } catch (BadParameterException e) {
      return error(400, e.parameter(), e.parameter() + " " + e.getMessage());
    }
  }

  private ProxyResponse get(ProxyRequest request) {
    String path = request.path();
    if (path.startsWith(TRACES) && path.length() > TRACES.length()) {
      return trace(request, path.substring(TRACES.length()));
    }
    return switch (path) {
      case "/api/v1/traces" -> traces(request);
      case "/api/v1/services" -> services(request);
      case "/api/v1/operations" -> operations(request);
      case "/api/v1/dependencies" -> dependencies(request);
      case "/api/v1/status" -> status(request);
      default -> error(404, "path", "there is nothing at " + path + "; try /api/v1/traces");
    };
  }

  static ProxyResponse error(int status, String parameter, String message) {
    return ProxyResponse.json(
        status,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("error");
          out.writeStringField("parameter", parameter);
          out.writeStringField("message", message);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private ProxyResponse trace(ProxyRequest request, String hex) {
    new Parameters(request.query(), Set.of());
    TraceId id;
    try {
      id = TraceId.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException("id", "is no trace id: " + e.getMessage());
    }
    FoundTrace found = find.find(id, nowMillis.getAsLong());
    boolean there = found.state() == TraceState.KEPT || found.state() == TraceState.IN_FLIGHT;
    boolean protobuf =
        request
            .header("accept")
            .map(a -> a.toLowerCase(Locale.ROOT))
            .orElse("")
            .contains("protobuf");
    ProxyResponse response =
        there && protobuf
            ? ProxyResponse.bytes(200, "application/protobuf", OtlpProto.encode(found.spans()))
            : ProxyResponse.json(there ? 200 : 404, out -> TraceJson.trace(out, found));
    return response.with(
        "Cache-Control", found.state() == TraceState.KEPT ? "private, max-age=60" : "no-store");
  }

  private ProxyResponse traces(ProxyRequest request) {
    Parameters parameters =
        new Parameters(
            request.query(),
            Set.of(
                "service",
                "operation",
                "minDuration",
                "maxDuration",
                "status",
                "attribute",
                "start",
                "end",
                "limit",
                "cursor"));
    SearchPage page = search.search(parameters.search(nowMillis.getAsLong()));
    return ProxyResponse.json(
        200,
        out -> {
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
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private ServiceStats stats(Parameters parameters) {
    long end = parameters.time("end").orElse(nowMillis.getAsLong() + 1);
    long start = parameters.time("start").orElse(end - HOUR_MILLIS);
    try {
      return catalog.between(start, end);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException("start", "and end: " + e.getMessage());
    }
  }

  private ProxyResponse services(ProxyRequest request) {
    ServiceStats stats = stats(new Parameters(request.query(), Set.of("start", "end")));
    return ProxyResponse.json(
        200,
        out -> {
          out.writeStartObject();
          TraceJson.texts(out, "services", stats.services());
          out.writeEndObject();
        });
  }

  private ProxyResponse operations(ProxyRequest request) {
    Parameters parameters = new Parameters(request.query(), Set.of("service", "start", "end"));
    String service = parameters.required("service");
    ServiceStats stats = stats(parameters);
    return ProxyResponse.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("operations");
          for (OperationStats operation : stats.operations(service)) {
            out.writeStartObject();
            out.writeStringField("name", operation.name());
            out.writeStringField("kind", operation.kind().name().toLowerCase(Locale.ROOT));
            out.writeNumberField("calls", operation.stats().calls());
            out.writeNumberField("errors", operation.stats().errors());
            out.writeNumberField("p50Millis", operation.stats().p50Nanos() / NANOS_PER_MILLI);
            out.writeNumberField("p99Millis", operation.stats().p99Nanos() / NANOS_PER_MILLI);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private ProxyResponse dependencies(ProxyRequest request) {
    ServiceStats stats = stats(new Parameters(request.query(), Set.of("start", "end")));
    return ProxyResponse.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("edges");
          for (EdgeStats edge : stats.edges()) {
            out.writeStartObject();
            out.writeStringField("parent", edge.caller());
            out.writeStringField("child", edge.callee());
            out.writeBooleanField("messaging", edge.messaging());
            out.writeNumberField("calls", edge.stats().calls());
            out.writeNumberField("errors", edge.stats().errors());
            out.writeNumberField("p50Millis", edge.stats().p50Nanos() / NANOS_PER_MILLI);
            out.writeNumberField("p99Millis", edge.stats().p99Nanos() / NANOS_PER_MILLI);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private ProxyResponse status(ProxyRequest request) {
    new Parameters(request.query(), Set.of());
    SystemStatus now = status.get();
    return ProxyResponse.json(200, out -> statusJson.write(out, now, nowMillis.getAsLong()))
        .with("Cache-Control", "no-store");
  }
}
