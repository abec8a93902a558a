package dev.tailspan.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TestTraces;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.s3.S3Objects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Collector's whole configuration, and what becomes of a bad one after it, in all processes. */
class PolicyFilesTest {
  private static final String GATE = "processor.tailsamplingprocessor.usetracestate";
  private static final String CONFIGURATION =
      """
      receivers: {otlp: {protocols: {grpc: {endpoint: "${env:HOST}:4317"}}}}
      processors:
        tail_sampling/none: {policies: [{name: slow, type: latency, latency: {threshold_ms: 1000000}}]}
        tail_sampling/errors:
          decision_wait: 2s
          policies: [{name: errors, type: status_code, status_code: {status_codes: [ERROR]}}]
      """;

  @Test
  void aBadFileLeavesTheProcessorThatWasPickedInForceAndIsShownWhole(@TempDir Path data)
      throws Exception {
    PolicyReading reading =
        new PolicyReading(Optional.of("tail_sampling/errors"), FeatureGates.parse(GATE));
    try (RunningStack running = RunningStack.start(data, CONFIGURATION, reading)) {
      KinesisSender sender = new KinesisSender(running.kinesis, running.stack.stream(), 1);
      sender.send(failing(1));
      assertThat(running.api.await(id(failing(1)), "kept").policy()).isEqualTo("errors");
      String version = running.api.json("status").path("policy").path("version").asText();

      upload(running, "policies: [{name: x, type: no_such_type}, {nam: y}]");
      sender.send(failing(2));
      assertThat(running.api.await(id(failing(2)), "kept").policy()).isEqualTo("errors");

      JsonNode policy = running.api.json("status").path("policy");
      assertThat(policy.path("version").asText()).isEqualTo(version);
      assertThat(policy.path("current").path("accepted").asBoolean(true)).isFalse();
      assertThat(policy.path("current").path("problems")).hasSizeGreaterThan(1);
      JsonNode file = running.api.json("policies").path("inForce").get(0);
      assertThat(file.path("version").asText()).isEqualTo(version);
      assertThat(file.path("processor").asText()).isEqualTo("tail_sampling/errors");
      assertThat(file.path("featureGates").get(0).asText()).isEqualTo(GATE);
      assertThat(running.api.text("policies/" + version)).isEqualTo(CONFIGURATION);
    }
  }

  private static void upload(RunningStack running, String yaml) {
    String[] place = running.stack.policyObject().split("/", 2);
    try (S3Objects objects =
        S3Objects.connect(running.stack.connection(), place[0], new UsageMeter())) {
      objects.put(place[1], yaml.getBytes(UTF_8));
    }
  }

  private static List<Span> failing(int n) {
    List<Span> spans = new ArrayList<>(TestTraces.trace(n, 3));
    spans.set(2, spans.get(2).toBuilder().status(new Status(Status.Code.ERROR, "boom")).build());
    return spans;
  }

  private static String id(List<Span> trace) {
    return trace.get(0).traceId().hex();
  }
}
