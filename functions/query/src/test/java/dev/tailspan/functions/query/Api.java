package dev.tailspan.functions.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.lookup.Prices;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.ServiceCatalog;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.TraceId;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.replay.KeepingCost;
import dev.tailspan.replay.ReplayArchive;
import dev.tailspan.replay.ReplayStaged;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The read API over a pipeline in memory: steps of 60 s, a quiet period of 30 s. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MILLI = 1_000_000;
  private static final long MAX_LAG_MILLIS = 720_000;
  static final double RETENTION_DAYS = 30;

  final Pipeline pipeline;
  final OwnApi own;

  Api(String policy) {
    this(policy, PolicyReading.DEFAULT);
  }

  Api(String policy, PolicyReading reading) {
    pipeline = new Pipeline(policy, reading, 1);
    own =
        new OwnApi(
            pipeline.finder(),
            pipeline.keeper(),
            new ReplayRoute(
                new ReplayStaged(
                    new ReplayStaged.Stores(
                        pipeline.staging, pipeline.watermarks, pipeline.decisions),
                    pipeline.policyVersions(),
                    pipeline.settings()),
                new ReplayArchive(
                    new ReplayArchive.Stores(
                        pipeline.index, pipeline.archive, pipeline.stats, pipeline.watermarks),
                    pipeline.settings()),
                reading,
                () -> KeepingCost.measured(Prices.bundled(), RETENTION_DAYS, status().decisions()),
                pipeline.clock),
            new SearchTraces(pipeline.index, pipeline.archive, MAX_LAG_MILLIS),
            new ServiceCatalog(pipeline.stats),
            this::status,
            pipeline.policyVersions(),
            new StatusJson("spans", Prices.bundled(), pipeline.policyVersions()),
            pipeline.clock);
  }

  SystemStatus status() {
    return SystemStatus.read(pipeline.watermarks, pipeline.decisions, Pipeline.LAYOUT.buckets());
  }

  /** Takes a path with its query; what it says is decoded as API Gateway does. */
  ProxyResponse get(String path) {
    return get(path, Map.of());
  }

  ProxyResponse get(String path, Map<String, String> headers) {
    return own.answer(request("GET", path, headers));
  }

  ProxyResponse post(String path, String body) {
    ProxyRequest request = request("POST", path, Map.of());
    return own.answer(
        new ProxyRequest(
            "POST",
            request.path(),
            Map.of(),
            request.query(),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  static ProxyRequest request(String method, String path, Map<String, String> headers) {
    String[] parts = path.split("\\?", 2);
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&")) {
      String[] both = pair.split("=", 2);
      query
          .computeIfAbsent(both[0], name -> new ArrayList<>())
          .add(URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return new ProxyRequest(method, parts[0], headers, query, new byte[0]);
  }

  static JsonNode json(ProxyResponse response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + new String(response.body()), e);
    }
  }

  /** Puts a trace on the stream and stages it. */
  void send(List<Span> spans) {
    pipeline.put(0, spans);
    pipeline.ingest(1000);
  }

  /** Until everything sent is decided. */
  void decide() {
    pipeline.wait(Duration.ofMinutes(3));
    pipeline.finish();
  }

  /**
   * A root in {@code frontend} that calls a service, which begins now by the pipeline's clock.
   *
   * @param callee the called service
   */
  List<Span> trace(long id, String callee, long millis) {
    long start = pipeline.clock.getAsLong() * MILLI;
    Span root =
        span(id, 1, 0, "frontend", "GET /checkout").times(start, start + millis * MILLI).build();
    Span call =
        span(id, 2, 1, callee, "Charge")
            .attributes(Attributes.ofStrings("card", "visa-" + id))
            .times(start + MILLI, start + (millis - 1) * MILLI)
            .build();
    return List.of(root, call);
  }

  static dev.tailspan.model.SpanBuilder span(
      long trace, long id, long parent, String service, String name) {
    return Span.builder(id(trace), new SpanId(id))
        .parentSpanId(parent == 0 ? SpanId.NONE : new SpanId(parent))
        .resource(new Resource(Attributes.ofStrings("service.name", service), 0, ""))
        .kind(SpanKind.SERVER)
        .name(name);
  }

  static TraceId id(long n) {
    return new TraceId(0xabcL, n);
  }
}
