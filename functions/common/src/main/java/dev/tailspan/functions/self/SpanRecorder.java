package dev.tailspan.functions.self;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.stores.CallObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Calls of one invocation as child spans, from several threads; past a bound they are counted. */
final class SpanRecorder {
  static final int MOST_CALLS = 100;

  private final LongSupplier epochNanos;
  private final Supplier<SpanId> newId;
  private final List<Call> calls = new ArrayList<>();
  private long leftOut;
  private boolean closed;

  private record Call(
      SpanId id, String service, String operation, long start, long end, String error) {}

  SpanRecorder(LongSupplier epochNanos, Supplier<SpanId> newId) {
    this.epochNanos = epochNanos;
    this.newId = newId;
  }

  CallObserver.Call began(String service, String operation) {
    long start = epochNanos.getAsLong();
    return error ->
        add(service, operation, start, error == null ? "" : error.getClass().getSimpleName());
  }

  private synchronized void add(String service, String operation, long start, String error) {
    if (closed) {
      return;
    }
    if (calls.size() == MOST_CALLS) {
      leftOut++;
      return;
    }
    long end = epochNanos.getAsLong();
    calls.add(new Call(newId.get(), service, operation, start, end, error));
  }

  /** How many calls have no span; nothing is recorded any more. */
  synchronized long close() {
    closed = true;
    return leftOut;
  }

  /** The children of that span, by OpenTelemetry's conventions for the AWS SDK. */
  synchronized List<Span> children(Span parent) {
    return calls.stream().map(call -> child(parent, call)).toList();
  }

  private static Span child(Span parent, Call call) {
    return Span.builder(parent.traceId(), call.id())
        .parentSpanId(parent.spanId())
        .traceState(parent.traceState())
        .resource(parent.resource())
        .scope(parent.scope())
        .kind(SpanKind.CLIENT)
        .name(call.service() + "." + call.operation())
        .times(call.start(), Math.max(call.start(), call.end()))
        .attributes(
            Attributes.ofStrings(
                "rpc.system", "aws-api",
                "rpc.service", call.service(),
                "rpc.method", call.operation()))
        .status(call.error().isEmpty() ? Status.UNSET : new Status(Status.Code.ERROR, call.error()))
        .build();
  }

  static Resource resource(String function, Map<String, String> about) {
    TreeMap<String, String> texts = new TreeMap<>();
    texts.put("service.name", Invocations.SERVICE_PREFIX + function);
    texts.put("cloud.provider", "aws");
    texts.put("faas.name", about.getOrDefault(Invocation.NAME, ""));
    texts.put("faas.version", about.getOrDefault(Invocation.VERSION, ""));
    List<KeyValue> entries = new ArrayList<>();
    texts.forEach((key, text) -> entries.add(text(key, text)));
    entries.add(new KeyValue("tailspan.self", new AttributeValue.BoolValue(true)));
    return new Resource(new Attributes(entries), 0, "");
  }

  static Scope scope() {
    return new Scope("dev.tailspan.functions", "", Attributes.NONE, 0, "");
  }

  static KeyValue text(String key, String text) {
    return new KeyValue(key, new AttributeValue.StringValue(text));
  }
}
