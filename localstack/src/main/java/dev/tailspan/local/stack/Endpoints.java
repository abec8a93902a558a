package dev.tailspan.local.stack;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a stack is reached, each as scheme, host and port.
 *
 * @param otlp OTLP/HTTP
 * @param query the query API
 */
public record Endpoints(URI otlp, URI query, URI kinesis, URI dynamoDb, URI s3) {
  static Endpoints of(Function<String, URI> byName) {
    return new Endpoints(
        byName.apply("otlp"),
        byName.apply("query"),
        byName.apply("kinesis"),
        byName.apply("dynamoDb"),
        byName.apply("s3"));
  }

  Map<String, URI> byName() {
    Map<String, URI> byName = new LinkedHashMap<>();
    byName.put("otlp", otlp);
    byName.put("query", query);
    byName.put("kinesis", kinesis);
    byName.put("dynamoDb", dynamoDb);
    byName.put("s3", s3);
    return byName;
  }
}
