package dev.tailspan.functions.self;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tailspan.functions.common.FunctionMetrics;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One invocation of a function: its log, and its span. Made and ended by {@link Invocations}. */
public final class Invocation {
  static final String NAME = "function_name";
  static final String VERSION = "function_version";
  private static final String REQUEST = "function_request_id";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String function;
  private final Context context;
  private final OwnTraces own;
  private final LongSupplier epochNanos;
  private final SpanRecorder calls;
  private final SpanId spanId;
  private final long startNanos;
  private final List<KeyValue> attributes = new ArrayList<>();
  private TraceId traceId;
  private SpanId parent = SpanId.NONE;
  private Optional<String> traceState;
  private String name;
  private SpanKind kind = SpanKind.CONSUMER;
  private Status status = Status.UNSET;

  Invocation(
      String function,
      Context context,
      OwnTraces own,
      TraceId traceId,
      SpanId spanId,
      LongSupplier epochNanos,
      SpanRecorder calls) {
    this.function = function;
    this.context = context;
    this.own = own;
    this.traceId = traceId;
    this.spanId = spanId;
    this.epochNanos = epochNanos;
    this.calls = calls;
    this.startNanos = epochNanos.getAsLong();
    this.traceState = own.begin(traceId);
    this.name = function;
  }

  /**
   * It answers a request over HTTP: its span continues the caller's, if there is one, and is
   * recorded where the caller's is.
   *
   * @param route with place holders, as names of spans must not hold ids
   */
  public void answers(
      String method, String route, Optional<String> traceparent, Optional<String> state) {
    name = method + " " + route;
    kind = SpanKind.SERVER;
    set("http.request.method", method);
    set("http.route", route);
    traceparent
        .flatMap(TraceHeaders::traceparent)
        .ifPresent(
            caller -> {
              traceId = caller.traceId();
              parent = caller.spanId();
              traceState =
                  caller.sampled() && !own.off() ? Optional.of(state.orElse("")) : Optional.empty();
            });
  }

  /** An attribute of the span. */
  public void set(String key, String value) {
    attributes.add(SpanRecorder.text(key, value));
  }

  /** An attribute of the span. */
  public void set(String key, long value) {
    attributes.add(new KeyValue(key, new AttributeValue.IntValue(value)));
  }

  /** No trace is made of it: it was only about traces that the functions made of themselves. */
  public void discardTrace() {
    traceState = Optional.empty();
  }

  /** It went wrong, whatever is answered. */
  public void failed(String reason) {
    status = new Status(Status.Code.ERROR, reason);
  }

  /** Lambda's side of it. */
  public Context context() {
    return context;
  }

  public void warn(String message) {
    warn(message, LogFields.NONE);
  }

  /** With further fields. */
  public void warn(String message, LogFields more) {
    log(LogLine.Level.WARN, ownLogger(), message, more, null);
  }

  public void error(String message, Throwable error) {
    log(LogLine.Level.ERROR, ownLogger(), message, LogFields.NONE, error);
  }

  /** Logs figures, as they are: CloudWatch reads them off the line. */
  public void metrics(FunctionMetrics figures) {
    write((figures.line() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String ownLogger() {
    return "dev.tailspan." + function;
  }

  void log(
      LogLine.Level level,
      String logger,
      String message,
      LogFields more,
      @Nullable Throwable error) {
    Map<String, String> about = about();
    about.put("trace_id", traceId.hex());
    about.put("span_id", spanId.hex());
    write(
        LogLine.of(
            epochNanos.getAsLong() / NANOS_PER_MILLI, level, logger, message, about, more, error));
  }

  /** As bytes, which Lambda's logger leaves as they are whatever its format is. */
  private void write(byte[] line) {
    context.getLogger().log(line);
  }

  private Map<String, String> about() {
    Map<String, String> about = new LinkedHashMap<>();
    about.put(NAME, String.valueOf(context.getFunctionName()));
    about.put(VERSION, String.valueOf(context.getFunctionVersion()));
    about.put(REQUEST, String.valueOf(context.getAwsRequestId()));
    return about;
  }

  /** Ends the span; publishes the trace if one is made, and says why it could not. */
  Optional<String> end() {
    long leftOut = calls.close();
    if (traceState.isEmpty()) {
      return Optional.empty();
    }
    if (leftOut > 0) {
      set("tailspan.calls_left_out", leftOut);
    }
    set("faas.invocation_id", String.valueOf(context.getAwsRequestId()));
    Span span =
        Span.builder(traceId, spanId)
            .parentSpanId(parent)
            .traceState(traceState.get())
            .resource(SpanRecorder.resource(function, about()))
            .scope(SpanRecorder.scope())
            .kind(kind)
            .name(name)
            .times(startNanos, Math.max(startNanos, epochNanos.getAsLong()))
            .attributes(new Attributes(attributes))
            .status(status)
            .build();
    List<Span> spans = new ArrayList<>();
    spans.add(span);
    spans.addAll(calls.children(span));
    return own.publish(spans);
  }
}
