package dev.tailspan.model;

import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Traces as services send them: a web shop of five services, spans of about 480 encoded bytes. */
public final class TestTraces {
  /** Start of the first trace: 14 November 2023, nanoseconds since the epoch. */
  public static final long START = 1_700_000_000_000_000_000L;

  private static final long MILLI = 1_000_000L;
  private static final String[] SERVICES = {"frontend", "checkout", "cart", "payment", "shipping"};
  private static final String[] ROUTES = {"/", "/cart", "/cart/{id}", "/checkout", "/product/{id}"};

  private TestTraces() {}

  /** A resource of that service, with the attributes an SDK and a collector add. */
  public static Resource resource(String service) {
    return new Resource(
        Attributes.ofStrings(
            "service.name", service,
            "service.version", "2.14.3",
            "service.instance.id", service + "-6d5f7c9b8-x2x4z",
            "telemetry.sdk.language", "java",
            "telemetry.sdk.name", "opentelemetry",
            "telemetry.sdk.version", "1.43.0",
            "k8s.namespace.name", "shop",
            "k8s.pod.name", service + "-6d5f7c9b8-x2x4z",
            "cloud.region", "eu-central-1"),
        0,
        "https://opentelemetry.io/schemas/1.27.0");
  }

  /** The id of the n-th trace. */
  public static TraceId id(int n) {
    Random random = new Random(n * 7919L + 1);
    return new TraceId(random.nextLong(), random.nextLong() | 1);
  }

  /** The n-th trace: a chain with branches, the first span its root, no errors. */
  public static List<Span> trace(int n, int spans) {
    Random random = new Random(n);
    TraceId id = id(n);
    long start = START + n * MILLI;
    List<Span> trace = new ArrayList<>(spans);
    for (int i = 0; i < spans; i++) {
      SpanId parent = i == 0 ? SpanId.NONE : trace.get(random.nextInt(i)).spanId();
      long from = start + i * MILLI;
      long to = start + (2L * spans - i + random.nextInt(3)) * MILLI;
      trace.add(
          span(id, new SpanId(random.nextLong() | 1), random)
              .parentSpanId(parent)
              .times(from, to)
              .build());
    }
    return trace;
  }

  /** Traces {@code from} to {@code from + count - 1}, of ten spans each, all spans in one list. */
  public static List<Span> traces(int from, int count) {
    List<Span> spans = new ArrayList<>();
    for (int n = from; n < from + count; n++) {
      spans.addAll(trace(n, 10));
    }
    return spans;
  }

  /** One small valid span, to be changed by a test. */
  public static SpanBuilder span(TraceId traceId, long spanId) {
    return Span.builder(traceId, new SpanId(spanId))
        .resource(resource("frontend"))
        .scope(new Scope("test", "1", Attributes.NONE, 0, ""))
        .name("GET /")
        .kind(SpanKind.SERVER)
        .times(START, START + MILLI);
  }

  private static SpanBuilder span(TraceId id, SpanId spanId, Random random) {
    int service = random.nextInt(SERVICES.length);
    String route = ROUTES[random.nextInt(ROUTES.length)];
    String library =
        random.nextBoolean() ? "io.opentelemetry.tomcat-10.0" : "io.opentelemetry.jdbc";
    return Span.builder(id, spanId)
        .resource(resource(SERVICES[service]))
        .scope(new Scope(library, "2.9.0-alpha", Attributes.NONE, 0, ""))
        .flags(0x101)
        .name("GET " + route)
        .kind(SpanKind.of(1 + random.nextInt(5)))
        .attributes(attributes(route, random))
        .status(random.nextInt(3) == 0 ? new Status(Status.Code.OK, "") : Status.UNSET);
  }

  private static Attributes attributes(String route, Random random) {
    int number = random.nextInt(100_000);
    return new Attributes(
        List.of(
            text("http.request.method", "GET"),
            text("http.route", route),
            text("url.path", route.replace("{id}", Integer.toString(number))),
            text("url.query", "session=" + Long.toHexString(random.nextLong())),
            text("server.address", "shop.example.com"),
            text(
                "user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128." + number % 9),
            text("client.address", "10.2." + number % 256 + "." + number % 251),
            text("enduser.id", "user-" + number),
            text("thread.name", "http-nio-8080-exec-" + number % 32),
            new KeyValue("thread.id", new IntValue(number % 64)),
            new KeyValue("http.response.status_code", new IntValue(200)),
            new KeyValue("http.response.body.size", new IntValue(random.nextInt(60_000)))));
  }

  private static KeyValue text(String key, String value) {
    return new KeyValue(key, new StringValue(value));
  }
}
