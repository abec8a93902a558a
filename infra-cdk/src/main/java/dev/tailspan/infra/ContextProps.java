package dev.tailspan.infra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.constructs.Node;

/** Properties from the command line: {@code npx cdk deploy -c tailspan:retentionDays=7}. */
final class ContextProps {
  private static final String PREFIX = "tailspan:";

  private static final Map<String, BiConsumer<TailspanPropsBuilder, String>> KEYS =
      Map.ofEntries(
          Map.entry("functions", (props, value) -> props.functions(Path.of(value))),
          Map.entry("policyFile", (props, value) -> props.policyFile(Path.of(value))),
          Map.entry("policyProcessor", (props, value) -> props.policyProcessor(value)),
          Map.entry("featureGates", (props, value) -> props.featureGates(value)),
          Map.entry("redactionKeySecret", (props, value) -> props.redactionKeySecret(value)),
          Map.entry("buckets", (props, value) -> props.buckets(number(value))),
          Map.entry("quietSeconds", (p, value) -> p.quiet(Duration.ofSeconds(number(value)))),
          Map.entry("stepSeconds", (p, value) -> p.step(Duration.ofSeconds(number(value)))),
          Map.entry("maxAgeSeconds", (p, value) -> p.maxAge(Duration.ofSeconds(number(value)))),
          Map.entry("retentionDays", (p, value) -> p.retention(Duration.ofDays(number(value)))),
          Map.entry("finalizeFanout", (props, value) -> props.finalizeFanout(number(value))),
          Map.entry(
              "shards", (p, value) -> p.capacity(new StreamCapacity.Provisioned(number(value)))),
          Map.entry(
              "requestsPerSecond", (p, value) -> p.throttle(number(value), 2 * number(value))),
          Map.entry(
              "userPool",
              (p, value) -> p.access(new ApiAccess.UserPools(List.of(value), List.of()))),
          Map.entry("authorizer", (p, value) -> p.access(new ApiAccess.Authorizer(value))),
          Map.entry("apiKeyRequired", (props, value) -> props.apiKeyRequired(bool(value))),
          Map.entry("firewall", (props, value) -> props.firewall(bool(value))),
          Map.entry("apiLogRole", (props, value) -> props.apiLogRole(bool(value))),
          Map.entry("logRetentionDays", (props, value) -> props.logRetentionDays(number(value))),
          Map.entry("alarmTopic", (props, value) -> props.alarmTopics(List.of(value))),
          Map.entry("keepData", (props, value) -> props.keepData(bool(value))),
          Map.entry("reserveConcurrency", (props, value) -> props.reserveConcurrency(bool(value))),
          Map.entry("selfTracing", (props, value) -> props.selfTracing(share(value))),
          Map.entry("snapStart", (props, value) -> props.snapStart(bool(value))));

  private ContextProps() {}

  static TailspanProps read(Node node) {
    Map<String, String> values = new TreeMap<>();
    if (node.getAllContext() instanceof Map<?, ?> context) {
      context.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
    }
    return read(values);
  }

  /**
   * Takes the keys with our prefix.
   *
   * @throws IllegalArgumentException naming each key that is unknown or has a wrong value
   */
  static TailspanProps read(Map<String, String> context) {
    TailspanPropsBuilder props = TailspanProps.builder();
    List<String> problems = new ArrayList<>();
    context.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            apply(props, key.substring(PREFIX.length()), value, problems);
          }
        });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return props.build();
  }

  private static void apply(
      TailspanPropsBuilder props, String key, String value, List<String> problems) {
    BiConsumer<TailspanPropsBuilder, String> setter = KEYS.get(key);
    if (setter == null) {
      problems.add(
          "There is no "
              + PREFIX
              + key
              + "; there are "
              + String.join(", ", new TreeMap<>(KEYS).keySet())
              + ".");
      return;
    }
    try {
      setter.accept(props, value);
    } catch (IllegalArgumentException e) {
      problems.add(PREFIX + key + " must be " + e.getMessage() + ", but is '" + value + "'.");
    }
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number", e);
    }
  }

  private static double share(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a number", e);
    }
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }
}
