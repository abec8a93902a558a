package dev.tailspan.infra;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.constructs.Construct;

/** Takes OTLP over HTTP and puts it on the stream. */
final class CollectFunction extends Construct {
  private static final Duration TIMEOUT = Duration.seconds(29);
  private static final int MEMORY_MEGABYTES = 1024;

  private final JavaFunction function;

  CollectFunction(Construct scope, String id, TailspanProps props, Stores stores) {
    super(scope, id);
    function =
        new JavaFunction(
            this,
            new JavaFunction.Spec(
                "collect",
                "Tailspan: takes spans over HTTP",
                MEMORY_MEGABYTES,
                TIMEOUT,
                Optional.empty()),
            props,
            environment(props, stores),
            new Grants().stream(stores.stream(), "PutRecords"));
  }

  private static Map<String, String> environment(TailspanProps props, Stores stores) {
    Map<String, String> variables = new TreeMap<>(props.operations().environment());
    variables.put("TAILSPAN_STREAM", stores.stream().getStreamName());
    return variables;
  }

  JavaFunction function() {
    return function;
  }
}
