package dev.tailspan.functions.collect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.self.Invocation;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.CallObserver;
import dev.tailspan.stores.kinesis.KinesisRecordSink;
import dev.tailspan.stores.kinesis.KinesisStreams;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Takes OTLP/HTTP: unwraps the proxy event, collects, wraps the answer. */
// Without a scope Quarkus makes one for each invocation; made at the start, before there is one
@Singleton
@Startup
public final class CollectHandler implements RequestStreamHandler {
  private final Invocations invocations;
  private final CollectTraces traces;

  /** As Lambda makes it, from the environment. */
  public CollectHandler() {
    this(Invocations.ofLambda("collect", System.getenv()));
  }

  private CollectHandler(Invocations invocations) {
    this(invocations, new CollectTraces(sink(System.getenv(), invocations.calls())));
  }

  CollectHandler(Invocations invocations, CollectTraces traces) {
    this.invocations = invocations;
    this.traces = traces;
  }

  private static CollectTraces.Sink sink(Map<String, String> environment, CallObserver observer) {
    String stream = environment.getOrDefault("TAILSPAN_STREAM", "");
    if (stream.isEmpty()) {
      throw new IllegalArgumentException("TAILSPAN_STREAM is not set");
    }
    RandomGenerator random = new SecureRandom(); // after a SnapStart restore, another sequence
    KinesisRecordSink sink =
        KinesisStreams.connect(
                AwsConnection.fromEnvironment(environment).observedBy(observer), stream)
            .sink(random, Backoff.of(random, Backoff.Bounds.DEFAULT));
    return records -> sink.put(records).stream().map(KinesisRecordSink.Failure::reason).toList();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    invocations.run(context, invocation -> collect(event, answer, invocation));
  }

  /** The caller's trace is not continued: an exporter that traces its exports would feed itself. */
  private void collect(InputStream event, OutputStream answer, Invocation invocation)
      throws IOException {
    ProxyRequest request = ProxyRequest.read(event);
    invocation.answers(request.method(), "/v1/traces", Optional.empty(), Optional.empty());
    ProxyResponse response = traces.answer(request);
    invocation.set("http.response.status_code", response.status());
    response.write(answer);
  }
}
