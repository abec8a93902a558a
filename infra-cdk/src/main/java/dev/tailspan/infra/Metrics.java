package dev.tailspan.infra;

import dev.tailspan.functions.common.FunctionMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.dynamodb.ITable;

/** The figures that alarms and the dashboard look at, by the minute. */
final class Metrics {
  static final Duration PERIOD = Duration.minutes(1);

  private final Stores stores;
  private final String mappingId;

  Metrics(Stores stores, String mappingId) {
    this.stores = stores;
    this.mappingId = mappingId;
  }

  /** What our functions say themselves. */
  Metric own(String name, String statistic) {
    return metric(
        FunctionMetrics.NAMESPACE,
        name,
        statistic,
        Map.of(FunctionMetrics.STREAM, stores.stream().getStreamName()));
  }

  Metric lambda(JavaFunction function, String name, String statistic) {
    return metric(
        "AWS/Lambda",
        name,
        statistic,
        Map.of("FunctionName", function.function().getFunctionName()));
  }

  /** What became of events on their way from the stream to ingest. */
  Metric mapping(String name) {
    return metric("AWS/Lambda", name, "Sum", Map.of("EventSourceMappingUUID", mappingId));
  }

  Metric stream(String name, String statistic) {
    return metric(
        "AWS/Kinesis", name, statistic, Map.of("StreamName", stores.stream().getStreamName()));
  }

  /** Requests to any of the tables that were throttled. */
  IMetric throttles() {
    Map<String, IMetric> parts = new LinkedHashMap<>();
    for (ITable table : List.of(stores.staging(), stores.state(), stores.index())) {
      for (String name : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
        parts.put(
            "m" + parts.size(),
            metric("AWS/DynamoDB", name, "Sum", Map.of("TableName", table.getTableName())));
      }
    }
    return MathExpression.Builder.create()
        .expression(
            parts.keySet().stream()
                .map(id -> "FILL(" + id + ",0)")
                .collect(Collectors.joining(" + ")))
        .label("throttled requests")
        .usingMetrics(parts)
        .period(PERIOD)
        .build();
  }

  private static Metric metric(
      String namespace, String name, String statistic, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .dimensionsMap(dimensions)
        .period(PERIOD)
        .build();
  }
}
