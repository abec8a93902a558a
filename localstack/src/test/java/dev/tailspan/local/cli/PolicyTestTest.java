package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static dev.tailspan.local.cli.TraceText.A;
import static dev.tailspan.local.cli.TraceText.B;
import static dev.tailspan.local.cli.TraceText.document;
import static dev.tailspan.local.cli.TraceText.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.cli.Commands.Outcome;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTestTest {
  private static final String USE_TRACE_STATE = "processor.tailsamplingprocessor.usetracestate";
  private static final String SLOW =
      "policies:\n  - {name: slow, type: latency, latency: {threshold_ms: 500}}\n";

  @TempDir Path folder;
  private Path policies;
  private Path traces;

  @BeforeEach
  void nameTheFiles() throws Exception {
    policies = Files.writeString(folder.resolve("p.yaml"), SLOW);
    traces = folder.resolve("traces");
  }

  private JsonNode decisions(String yaml, Object... more) throws Exception {
    Files.writeString(policies, yaml);
    List<Object> words = new ArrayList<>(List.of("policy", "test", "--policies", policies));
    words.addAll(List.of("--json", "--traces", traces));
    words.addAll(List.of(more));
    Outcome outcome = run(words.toArray());
    assertThat(outcome.status()).as(outcome.err() + outcome.out()).isZero();
    return outcome.json();
  }

  private static List<String> sampled(JsonNode json) {
    List<String> ids = new ArrayList<>();
    json.path("sampled").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void jsonNamesWhatIsSampledAndWhy() throws Exception {
    Files.writeString(traces, document(span(A, 1, 0, 501), span(B, 2, 0, 500)));
    JsonNode json = decisions(SLOW);
    assertThat(sampled(json)).containsExactly(A);
    assertThat(json.path("decisions").path(A).toString())
        .isEqualTo(
            "{\"sampled\":true,\"policy\":\"slow\",\"reason\":\"duration 501 ms, wanted > 500 ms\","
                + "\"adjustedCount\":1}");
    assertThat(json.path("decisions").path(B).toString())
        .isEqualTo(
            "{\"sampled\":false,\"policy\":\"\",\"reason\":\"no policy sampled it\","
                + "\"adjustedCount\":0}");
  }

  @Test
  void theTableNamesEachTraceAndSumsUpByPolicy() throws Exception {
    Files.writeString(
        traces,
        document(
            span(A, 1, 0, 501), span(B, 2, 0, 5), span("1".repeat(32), 3, 0, 5, ",\"flags\":1")));
    Files.writeString(
        policies,
        SLOW
            + "  - {name: dropped-ones, type: drop,"
            + " drop: {drop_sub_policy: [{name: f, type: trace_flags}]}}\n");
    Outcome outcome = run("policy", "test", "--policies", policies, "--traces", traces);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out().lines())
        .contains(
            "TRACE                             SAMPLED  POLICY        COUNTS FOR  REASON",
            A + "  yes      slow                   1  duration 501 ms, wanted > 500 ms",
            B + "  no                                 no policy sampled it",
            "1 of 3 traces sampled, counting for 1",
            "  slow          1 sampled, counting for 1",
            "  dropped-ones  1 dropped")
        .anyMatch(line -> line.startsWith("1".repeat(32) + "  dropped  dropped-ones"));
  }

  @Test
  void tracesAreReadFromOneObjectSeveralOneALineAndAList() throws Exception {
    String one = document(span(A, 1, 0, 600));
    String other = document(span(B, 2, 0, 600));
    for (String text :
        List.of(
            one + other,
            one + "\n" + other + "\n",
            "\n [ " + one + ",\n" + other + " ]\n",
            "\uFEFF" + one + "\r\n\r\n" + other)) {
      Files.writeString(traces, text);
      assertThat(sampled(decisions(SLOW))).as(text).containsExactly(A, B);
    }
  }

  @Test
  void tracesAreReadFromProtobufAndFromWhatItIsPackedIn() throws Exception {
    byte[] proto =
        OtlpProto.encode(OtlpJson.decode(utf8(document(span(A, 1, 0, 600))), Limits.DEFAULT));
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(exported);
    for (int i = 0; i < 2; i++) {
      out.writeInt(proto.length);
      out.write(proto);
    }
    for (byte[] bytes :
        List.of(
            proto,
            TraceText.gzip(proto),
            TraceText.gzip(utf8(document(span(A, 1, 0, 600)))),
            exported.toByteArray())) {
      Files.write(traces, bytes);
      assertThat(sampled(decisions(SLOW))).containsExactly(A);
    }
  }

  @Test
  void severalFilesAreOnePayload() throws Exception {
    Files.writeString(traces, document(span(A, 1, 0, 100)));
    Path second =
        Files.writeString(
            folder.resolve("second.json"), document(span(B, 1, 0, 600), span(A, 2, 500, 100)));
    assertThat(sampled(decisions(SLOW, second))).containsExactly(A, B);
    assertThat(sampled(decisions(SLOW, "--traces=" + second))).containsExactly(A, B);
  }

  @Test
  void spansKeepTheOrderOfTheFile() throws Exception {
    String yaml =
        "policies:\n  - {name: p, type: latency,"
            + " latency: {threshold_ms: 100, upper_threshold_ms: 300}}\n";
    Files.writeString(traces, document(span(A, 1, 100, 200), span(A, 2, 0, 900)));
    assertThat(sampled(decisions(yaml))).as("the first alone lies in the band").containsExactly(A);
    Files.writeString(traces, document(span(A, 2, 0, 900), span(A, 1, 100, 200)));
    assertThat(sampled(decisions(yaml))).isEmpty();
  }

  @Test
  void aSpanSentTwiceCountsTwice() throws Exception {
    String yaml = "policies:\n  - {name: p, type: span_count, span_count: {min_spans: 2}}\n";
    Files.writeString(traces, document(span(A, 1, 0, 5), span(A, 1, 0, 5), span(B, 1, 0, 5)));
    assertThat(sampled(decisions(yaml))).containsExactly(A);
  }

  @Test
  void aResourceWithoutSpansReachesNoPolicy() throws Exception {
    String yaml =
        "policies:\n  - {name: p, type: string_attribute,"
            + " string_attribute: {key: k, values: [v]}}\n";
    String empty =
        "{\"resource\":{\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"v\"}}]}";
    String spans = ",\"scopeSpans\":[{\"spans\":[" + span(A, 1, 0, 5) + "]}]}";
    Files.writeString(traces, "{\"resourceSpans\":[" + empty + "},{\"resource\":{}" + spans + "]}");
    assertThat(sampled(decisions(yaml))).isEmpty();
    Files.writeString(traces, "{\"resourceSpans\":[" + empty + spans + "]}");
    assertThat(sampled(decisions(yaml))).containsExactly(A);
  }

  @Test
  void theAllZeroTraceIdIsATraceLikeAnyOther() throws Exception {
    Files.writeString(traces, document(span("0".repeat(32), 1, 0, 600), span("", 2, 0, 1)));
    assertThat(sampled(decisions(SLOW))).containsExactly("0".repeat(32));
  }

  @Test
  void allTracesShareTheBudgetOfOneMoment() throws Exception {
    String yaml =
        "policies:\n  - {name: p, type: rate_limiting,"
            + " rate_limiting: {spans_per_second: 1, burst_capacity: 3}}\n";
    List<String> spans = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      spans.add(span("%032x".formatted(i * 0x9e3779b97f4aL), i, 0, 5));
    }
    Files.writeString(traces, document(spans.toArray(new String[0])));
    assertThat(sampled(decisions(yaml))).hasSize(3);
  }

  @Test
  void theGateMakesProbabilitiesFollowTheTraceState() throws Exception {
    String yaml =
        "policies:\n  - {name: p, type: probabilistic,"
            + " probabilistic: {sampling_percentage: 50}}\n";
    Files.writeString(
        traces,
        document(
            span(A, 1, 0, 5, ",\"traceState\":\"ot=rv:ffffffffffffff\""),
            span(B, 1, 0, 5, ",\"traceState\":\"ot=rv:00000000000000\"")));
    assertThat(sampled(decisions(yaml, "--feature-gates", USE_TRACE_STATE))).containsExactly(A);
    assertThat(
            sampled(
                decisions(
                    yaml,
                    "--feature-gates=-processor.tailsamplingprocessor.recordpolicy,+"
                        + USE_TRACE_STATE)))
        .containsExactly(A);
    assertThat(decisions(yaml, "--feature-gates", USE_TRACE_STATE + ",-" + USE_TRACE_STATE))
        .isEqualTo(decisions(yaml));
  }

  @Test
  void anUnknownGateNamesTheNearest() {
    Outcome outcome =
        run("policy", "test", "--policies", policies, "--feature-gates", USE_TRACE_STATE + "s");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "tailspan: --feature-gates: there is no feature gate \""
                + USE_TRACE_STATE
                + "s\"; did you mean "
                + USE_TRACE_STATE
                + "?\n");
  }

  @Test
  void refusedSettingsAreStatus1AndAnErrorInJson() throws Exception {
    Files.writeString(traces, document(span(A, 1, 0, 5)));
    Files.writeString(policies, "policies:\n  - {name: p, type: latncy}\n");
    Outcome json = run("policy", "test", "--policies", policies, "--traces", traces, "--json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.json().size()).isEqualTo(1);
    assertThat(json.json().path("error").asText()).contains("2:21 policy p, type: ");
    Outcome text = run("policy", "test", "--policies", policies, "--traces", traces);
    assertThat(text.status()).isEqualTo(1);
    assertThat(text.out()).isEmpty();
    assertThat(text.err())
        .startsWith(policies + ":2:21: error: policy p, type: ")
        .endsWith("tailspan: " + policies + ": these policies are refused\n");
  }

  @Test
  void whatCannotBeReadIsNamedWithItsPlace() throws Exception {
    String good = document(span(A, 1, 0, 5));
    assertUnreadable(good + "\n\nnot json", ": line 3: an object is wanted here, not 'n'");
    assertUnreadable("[" + good + ",7]", ": line 1: an object is wanted here, not '7'");
    assertUnreadable("\n[" + good, ": line 2: the list that begins here does not end");
    assertUnreadable(
        good + "\n" + document(span("12", 1, 0, 5)),
        ": in the object at line 2, resourceSpans[0].scopeSpans[0].spans[0].traceId must be 32 hex"
            + " digits, but has 2 characters");
    assertUnreadable(
        document(span(A, 1, 0, 5, ",\"kind\":\"SERVER\"")),
        ": in the object at line 1, resourceSpans[0].scopeSpans[0].spans[0].kind must be a signed"
            + " 64-bit integer");
    assertUnreadable("{\"resourceLogs\":[]}", ": in the object at line 1, the document has no");
    assertUnreadable(good.substring(0, 60), ": in the object at line 1, ");
    assertUnreadable("hello", ": the record is of no format that can be told with certainty");
    assertUnreadable("", ": the record is empty");
  }

  private void assertUnreadable(String text, String message) throws Exception {
    Files.writeString(traces, text);
    Outcome plain = run("policy", "test", "--policies", policies, "--traces", traces);
    assertThat(plain.status()).isEqualTo(1);
    assertThat(plain.out()).isEmpty();
    assertThat(plain.err()).startsWith("tailspan: " + traces + message).hasLineCount(1);
    Outcome json = run("policy", "test", "--policies", policies, "--traces", traces, "--json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.json().path("error").asText()).startsWith(traces + message);
  }

  @Test
  void aFileThatIsNotThereOrDamagedIsNamed() throws Exception {
    assertThat(run("policy", "test", "--policies", policies, "--traces", traces).err())
        .isEqualTo("tailspan: " + traces + ": no such file\n");
    Files.writeString(traces, document(span(A, 1, 0, 5)));
    assertThat(run("policy", "test", "--policies", folder.resolve("x"), "--traces", traces).err())
        .isEqualTo("tailspan: " + folder.resolve("x") + ": no such file\n");
    byte[] packed = TraceText.gzip(Files.readAllBytes(traces));
    Files.write(traces, java.util.Arrays.copyOf(packed, packed.length - 9));
    assertThat(run("policy", "test", "--policies", policies, "--traces", traces).err())
        .startsWith("tailspan: " + traces + ": ");
  }

  @Test
  void aFileWithoutTracesHasNoDecisions() throws Exception {
    Files.writeString(traces, "{}");
    assertThat(decisions(SLOW).toString()).isEqualTo("{\"sampled\":[],\"decisions\":{}}");
    assertThat(run("policy", "test", "--policies", policies, "--traces", traces).out())
        .isEqualTo("there are no traces in it\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--policies p",
        "--traces t",
        "--cases c",
        "--out o",
        "--policies p --traces t --out o",
        "--policies p --cases c --out o"
      })
  void theWordsMustFitTogether(String words) {
    List<Object> all = new ArrayList<>(List.of("policy", "test"));
    words.lines().flatMap(line -> List.of(line.split(" ")).stream()).forEach(all::add);
    Outcome outcome = run(all.toArray());
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("tailspan: policy test needs either --policies FILE and --traces FILE...")
        .hasLineCount(1);
  }
}
