package dev.tailspan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Configurations of others' programs, as far as they can be checked without those: by the settings
 * that the components document.
 */
class CollectorFilesTest {
  private static final Path FILES = Path.of("../collector");

  /** README of awskinesisexporter v0.128.0, and of exporterhelper. */
  private static final Map<String, Set<String>> KINESIS =
      Map.of(
          "",
          Set.of(
              "aws",
              "encoding",
              "max_records_per_batch",
              "max_record_size",
              "timeout",
              "retry_on_failure",
              "sending_queue"),
          "aws",
          Set.of("stream_name", "kinesis_endpoint", "region", "role"),
          "encoding",
          Set.of("name", "compression"),
          "retry_on_failure",
          Set.of("enabled", "initial_interval", "max_interval", "max_elapsed_time"),
          "sending_queue",
          Set.of("enabled", "num_consumers", "queue_size"));

  /** What the Collector in OpenTelemetry's Lambda layer is built with. */
  private static final Set<String> LAYER =
      Set.of(
          "otlp",
          "telemetryapi",
          "debug",
          "otlphttp",
          "prometheusremotewrite",
          "attributes",
          "filter",
          "memory_limiter",
          "probabilistic_sampler",
          "resource",
          "span",
          "coldstart",
          "decouple",
          "batch",
          "sigv4auth",
          "basicauth");

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return value == null ? List.of() : (List<Object>) value;
  }

  private static Map<String, Object> at(Map<String, Object> map, String... path) {
    Map<String, Object> here = map;
    for (String key : path) {
      assertThat(here).containsKey(key);
      here = map(here.get(key));
    }
    return here;
  }

  private static List<Map<String, Object>> documents(String file) throws Exception {
    List<Map<String, Object>> documents = new ArrayList<>();
    new Yaml().loadAll(Files.readString(FILES.resolve(file))).forEach(d -> documents.add(map(d)));
    return documents;
  }

  private static Map<String, Object> manifest(String kind) throws Exception {
    return documents("kubernetes.yaml").stream()
        .filter(document -> kind.equals(document.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> inCluster() throws Exception {
    return map(new Yaml().load((String) at(manifest("ConfigMap"), "data").get("config.yaml")));
  }

  static Stream<Map<String, Object>> configurations() throws Exception {
    return Stream.of(
        documents("agent.yaml").get(0), inCluster(), documents("lambda-layer.yaml").get(0));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void pipelinesNameComponentsThatAreThereAndNoneIsLeftOver(Map<String, Object> configuration) {
    Map<String, Object> traces = at(configuration, "service", "pipelines", "traces");
    for (String kind : List.of("receivers", "processors", "exporters")) {
      assertThat(list(traces.get(kind)))
          .as(kind)
          .containsExactlyInAnyOrderElementsOf(map(configuration.get(kind)).keySet());
    }
    assertThat(list(at(configuration, "service").get("extensions")))
        .containsExactlyInAnyOrderElementsOf(map(configuration.get("extensions")).keySet());
  }

  @Test
  void theKinesisExporterIsToldOnlyWhatItKnowsInAnEncodingTailspanReads() throws Exception {
    for (Map<String, Object> configuration : List.of(documents("agent.yaml").get(0), inCluster())) {
      Map<String, Object> exporter = at(configuration, "exporters", "awskinesis");
      assertThat(KINESIS.get("")).containsAll(exporter.keySet());
      for (String part : exporter.keySet()) {
        if (exporter.get(part) instanceof Map<?, ?> settings) {
          assertThat(KINESIS.get(part)).as(part).containsAll(map(settings).keySet());
        }
      }
      assertThat(at(exporter, "aws")).containsKeys("stream_name", "region");
      assertThat(at(exporter, "encoding")).containsEntry("name", "otlp_proto");
      assertThat(at(exporter, "encoding").get("compression")).isIn("none", "flate", "gzip", "zlib");
    }
  }

  @Test
  void memoryIsLimitedFirstAndBatchesAreMadeLast() throws Exception {
    for (Map<String, Object> configuration : List.of(documents("agent.yaml").get(0), inCluster())) {
      assertThat(list(at(configuration, "service", "pipelines", "traces").get("processors")))
          .startsWith("memory_limiter")
          .endsWith("batch");
    }
  }

  @Test
  void theLayersConfigurationUsesOnlyWhatTheLayerIsBuiltWith() throws Exception {
    Map<String, Object> layer = documents("lambda-layer.yaml").get(0);
    for (String kind : List.of("receivers", "processors", "exporters", "extensions")) {
      assertThat(LAYER).as(kind).containsAll(map(layer.get(kind)).keySet());
    }
    Map<String, Object> exporter = at(layer, "exporters", "otlphttp");
    // The deployment's output is the whole URL; `endpoint` would add /v1/traces to it once more
    assertThat(exporter).containsEntry("traces_endpoint", "${env:TAILSPAN_OTLP_URL}");
    assertThat(exporter).doesNotContainKey("endpoint");
    assertThat(map(layer.get("extensions")))
        .containsKey((String) at(exporter, "auth").get("authenticator"));
    assertThat(at(layer, "extensions", "sigv4auth")).containsEntry("service", "execute-api");
  }

  @Test
  void theDaemonSetMountsTheConfigurationItIsToldToReadAndSetsAllItsVariables() throws Exception {
    Map<String, Object> pod = at(manifest("DaemonSet"), "spec", "template", "spec");
    Map<String, Object> collector = map(list(pod.get("containers")).get(0));
    Map<String, Object> mount = map(list(collector.get("volumeMounts")).get(0));
    Map<String, Object> volume = map(list(pod.get("volumes")).get(0));
    assertThat(volume.get("name")).isEqualTo(mount.get("name"));
    assertThat(at(volume, "configMap").get("name"))
        .isEqualTo(at(manifest("ConfigMap"), "metadata").get("name"));
    assertThat(list(collector.get("args")))
        .containsExactly("--config=" + mount.get("mountPath") + "/config.yaml");
    assertThat(pod.get("serviceAccountName"))
        .isEqualTo(at(manifest("ServiceAccount"), "metadata").get("name"));
    List<String> variables =
        list(collector.get("env")).stream().map(entry -> (String) map(entry).get("name")).toList();
    String configuration = (String) at(manifest("ConfigMap"), "data").get("config.yaml");
    assertThat(
            Pattern.compile("\\$\\{env:(\\w+)}")
                .matcher(configuration)
                .results()
                .map(match -> match.group(1)))
        .isNotEmpty()
        .allMatch(variables::contains);
    assertThat(at(inCluster(), "processors", "k8sattributes", "filter"))
        .containsEntry("node_from_env_var", "NODE_NAME");
    assertThat(variables).contains("NODE_NAME");
  }

  @Test
  void theJavaFunctionsVariablesAreThoseTheServicesAreTestedWith() throws Exception {
    List<String> names =
        Files.readAllLines(FILES.resolve("lambda-java.env")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertThat(names)
        .contains("OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_KINESIS_STREAM", "OTEL_PROPAGATORS");
    assertThat(names.stream().filter(name -> name.startsWith("OTEL_EXPORTER_KINESIS_")))
        .allMatch(
            name ->
                Set.of("STREAM", "TIMEOUT", "MAX_AGE")
                    .contains(name.substring("OTEL_EXPORTER_KINESIS_".length())));
  }
}
