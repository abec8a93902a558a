package dev.tailspan.examples;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spans around what a service serves and calls, as HTTP instrumentation makes them. */
final class Tracing {
  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final int THREADS = 8;

  private final OpenTelemetry openTelemetry;
  private final Tracer tracer;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Tracing(OpenTelemetry openTelemetry) {
    this.openTelemetry = openTelemetry;
    tracer = openTelemetry.getTracer("dev.tailspan.examples");
  }

  /** As the environment says: exporter, propagators, sampler, the service's name. */
  static Tracing start() {
    LogCorrelation.install();
    return new Tracing(
        AutoConfiguredOpenTelemetrySdk.builder().setResultAsGlobal().build().getOpenTelemetrySdk());
  }

  /** What a service answers. */
  record Answer(int status, String body) {}

  /** What a service does with the last part of a path. */
  @FunctionalInterface
  interface Handler {
    Answer answer(String id) throws IOException, InterruptedException;
  }

  /** Serves {@code GET path/{id}} at 127.0.0.1. */
  void serve(int port, String path, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext(path, exchange -> answer(exchange, path, handler));
    server.start();
    LOG.info("listening on {}", server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, String path, Handler handler) throws IOException {
    Context received =
        openTelemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), exchange.getRequestHeaders(), new HeaderGetter());
    Span span =
        tracer
            .spanBuilder(exchange.getRequestMethod() + " " + path + "/{id}")
            .setSpanKind(SpanKind.SERVER)
            .setParent(received)
            .setAttribute("http.request.method", exchange.getRequestMethod())
            .setAttribute("url.path", exchange.getRequestURI().getPath())
            .startSpan();
    try (Scope scope = received.with(span).makeCurrent()) {
      Answer answer = handled(handler, exchange.getRequestURI().getPath(), path);
      span.setAttribute("http.response.status_code", answer.status());
      if (answer.status() >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } finally {
      exchange.close();
      span.end();
    }
  }

  private static Answer handled(Handler handler, String requested, String path) {
    try {
      return handler.answer(requested.substring(path.length()).replace("/", ""));
    } catch (IOException | RuntimeException e) {
      Span.current().recordException(e);
      LOG.error("failed", e);
      return new Answer(500, "failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(503, "shutting down");
    }
  }

  /** Calls another service. */
  Answer call(URI uri) throws IOException, InterruptedException {
    Span span =
        tracer
            .spanBuilder("GET")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", "GET")
            .setAttribute("url.full", uri.toString())
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      openTelemetry
          .getPropagators()
          .getTextMapPropagator()
          .inject(Context.current(), request, (carrier, key, value) -> set(carrier, key, value));
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      span.setAttribute("http.response.status_code", response.statusCode());
      if (response.statusCode() >= 400) {
        span.setStatus(StatusCode.ERROR);
      }
      return new Answer(response.statusCode(), response.body());
    } finally {
      span.end();
    }
  }

  private static void set(HttpRequest.@Nullable Builder request, String key, String value) {
    if (request != null) {
      request.setHeader(key, value);
    }
  }

  private static final class HeaderGetter implements TextMapGetter<Headers> {
    @Override
    public Iterable<String> keys(Headers headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String key) {
      return headers == null ? null : headers.getFirst(key);
    }
  }
}
