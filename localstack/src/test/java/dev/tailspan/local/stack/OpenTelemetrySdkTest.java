package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.SdkServices.Request;
import dev.tailspan.local.stack.TraceApi.Found;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the exporter of a stock SDK to the answer of the query API, through every process. */
class OpenTelemetrySdkTest {
  private static RunningStack running;
  private static List<SpanData> failed;
  private static List<SpanData> slow;
  private static List<SpanData> marked;
  private static List<SpanData> sentWithHeader;
  private static List<SpanData> ordinary;

  @BeforeAll
  static void exportAll(@TempDir Path data) throws Exception {
    running = RunningStack.start(data, RunningStack.policies(2));
    try (SdkServices services = services(Map.of())) {
      ordinary = services.serve(Request.ORDINARY);
      failed = services.serve(Request.failing());
      slow = services.serve(Request.lasting(Duration.ofMillis(1500)));
      // As HTTP instrumentation records a request header that it is told to capture.
      AttributeKey<List<String>> header =
          AttributeKey.stringArrayKey("http.request.header.x-debug-trace");
      marked = services.serve(Request.with(Attributes.of(header, List.of("true"))));
    }
    try (SdkServices services = services(Map.of("X-Debug-Trace", "true"))) {
      sentWithHeader = services.serve(Request.ORDINARY);
    }
  }

  @AfterAll
  static void close() {
    if (running != null) {
      running.close();
    }
  }

  private static SdkServices services(Map<String, String> headers) {
    return new SdkServices(running.stack.endpoints().otlp(), headers);
  }

  private static String id(List<SpanData> trace) {
    return trace.get(0).getTraceId();
  }

  private static Found kept(List<SpanData> trace) throws Exception {
    return running.api.await(id(trace), "kept");
  }

  private static void assertThatItIsWhole(Found found, List<SpanData> sent) {
    assertThat(found.status()).isEqualTo(200);
    assertThat(SeenSpan.in(found.json()))
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(SeenSpan::of).toList());
    assertThat(found.json().path("sampling").path("adjustedCount").asDouble()).isEqualTo(1.0);
  }

  @Test
  void aTraceWithAnErrorIsKeptWhole() throws Exception {
    Found found = kept(failed);
    assertThat(found.policy()).isEqualTo("errors");
    assertThat(found.reason()).isEqualTo("a span's status ERROR, wanted ERROR");
    assertThatItIsWhole(found, failed);
    assertThat(found.json().path("summary").path("errorCount").asInt()).isEqualTo(1);
    assertThat(found.json().path("summary").path("rootService").asText()).isEqualTo("frontend");
    assertThat(found.json().path("criticalPath")).isNotEmpty();
  }

  @Test
  void aSlowTraceIsKeptForItsMeasuredDuration() throws Exception {
    Found found = kept(slow);
    assertThat(found.policy()).isEqualTo("slow");
    assertThat(found.reason()).isEqualTo("duration 1500 ms, wanted > 1000 ms");
    assertThatItIsWhole(found, slow);
  }

  @Test
  void aTraceWithTheDebugHeaderAmongItsAttributesIsKept() throws Exception {
    Found found = kept(marked);
    assertThat(found.policy()).isEqualTo("marked");
    assertThat(found.reason()).contains("http.request.header.x-debug-trace true");
    assertThatItIsWhole(found, marked);
  }

  @Test
  void aTraceExportedWithTheDebugHeaderIsKept() throws Exception {
    Found found = kept(sentWithHeader);
    assertThat(found.policy()).isEqualTo("marked");
    assertThat(found.reason()).contains("tailspan.debug true");
    assertThat(SeenSpan.in(found.json()))
        .extracting(SeenSpan::spanId)
        .containsExactlyInAnyOrderElementsOf(
            sentWithHeader.stream().map(SpanData::getSpanId).toList());
  }

  @Test
  void anOrdinaryTraceIsNotFoundAndSaysHowEveryPolicyVoted() throws Exception {
    Found found = running.api.await(id(ordinary), "dropped");
    assertThat(found.status()).isEqualTo(404);
    JsonNode votes = found.json().path("explanation").path("votes");
    assertThat(votes.findValuesAsText("policy")).containsExactly("errors", "slow", "marked");
    assertThat(votes.findValuesAsText("sampled")).containsOnly("false");
    assertThat(votes.get(1).path("measured").asText()).isEqualTo("duration 20 ms");
    assertThat(votes.get(1).path("threshold").asText()).isEqualTo("> 1000 ms");
    assertThat(found.json().path("summary").path("spanCount").asInt()).isEqualTo(ordinary.size());
  }

  @Test
  void whatIsKeptIsFoundByServiceAndErrorAndWhatIsDroppedIsNot() throws Exception {
    kept(failed);
    running.api.await(id(ordinary), "dropped");
    JsonNode found = running.api.json("traces?service=cart&status=error");
    assertThat(found.path("traces").findValuesAsText("traceId")).containsExactly(id(failed));
    assertThat(running.api.json("services").path("services"))
        .extracting(JsonNode::asText)
        .containsExactly("cart", "frontend");
  }

  /** One for each invocation would make clients, threads and native memory each time. */
  @Test
  void aProcessHasOneHandlerHoweverOftenItIsInvoked() throws Exception {
    kept(failed);
    kept(slow);
    for (FunctionName function : FunctionName.values()) {
      ProcessHandle process =
          Objects.requireNonNull(running.stack.vitals().processes().get(function.word()));
      assertThat(handlersIn(process)).as(function.word()).isEqualTo(1);
    }
  }

  /** Those that garbage collection has not taken yet too. */
  private static long handlersIn(ProcessHandle process) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.class_histogram",
                "-all")
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher line =
        Pattern.compile("(\\d+) +\\d+ +dev\\.tailspan\\.functions\\.\\w+\\.\\w+Handler\\b(?!\\$)")
            .matcher(said);
    assertThat(line.find()).as(said).isTrue();
    return Long.parseLong(line.group(1));
  }
}
