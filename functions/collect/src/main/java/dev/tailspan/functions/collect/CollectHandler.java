package dev.tailspan.functions.collect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.kinesis.KinesisRecordSink;
import dev.tailspan.stores.kinesis.KinesisStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Random;

/** Takes OTLP/HTTP: unwraps the proxy event, collects, wraps the answer. */
public final class CollectHandler implements RequestStreamHandler {
  private final CollectTraces traces;

  /** As Lambda makes it, from the environment. */
  public CollectHandler() {
    this(new CollectTraces(sink(System.getenv())));
  }

  CollectHandler(CollectTraces traces) {
    this.traces = traces;
  }

  private static CollectTraces.Sink sink(Map<String, String> environment) {
    String stream = environment.getOrDefault("TAILSPAN_STREAM", "");
    if (stream.isEmpty()) {
      throw new IllegalArgumentException("TAILSPAN_STREAM is not set");
    }
    KinesisRecordSink sink =
        KinesisStreams.connect(AwsConnection.fromEnvironment(environment), stream)
            .sink(new Random(), Connections.backoff());
    return records -> sink.put(records).stream().map(KinesisRecordSink.Failure::reason).toList();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    traces.answer(ProxyRequest.read(event)).write(answer);
  }
}
