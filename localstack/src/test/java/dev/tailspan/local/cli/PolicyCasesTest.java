package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static dev.tailspan.local.cli.TraceText.A;
import static dev.tailspan.local.cli.TraceText.B;
import static dev.tailspan.local.cli.TraceText.document;
import static dev.tailspan.local.cli.TraceText.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.cli.Commands.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCasesTest {
  private static final String GATE = "processor.tailsamplingprocessor.usetracestate";
  private static final String SLOW =
      "policies:\n  - {name: slow, type: latency, latency: {threshold_ms: 500}}\n";

  @TempDir Path folder;
  private Path cases;
  private Path answers;

  @BeforeEach
  void nameTheFolders() throws Exception {
    cases = Files.createDirectory(folder.resolve("cases"));
    answers = folder.resolve("to/answers");
  }

  private Path testCase(String name, String yaml) throws Exception {
    Path dir = Files.createDirectory(cases.resolve(name));
    Files.writeString(dir.resolve("policies.yaml"), yaml);
    return dir;
  }

  private JsonNode answer(String name) throws Exception {
    return Commands.JSON.readTree(answers.resolve(name + ".json").toFile());
  }

  @Test
  void everyCaseGetsTheAnswerItWouldGetAlone() throws Exception {
    String text = document(span(A, 1, 0, 600), span(B, 2, 0, 5));
    Path plain = testCase("plain", SLOW);
    Files.writeString(plain.resolve("traces.json"), text);
    Path packed = testCase("packed", SLOW);
    Files.write(
        packed.resolve("traces.json.gz"), TraceText.gzip(text.getBytes(StandardCharsets.UTF_8)));
    Outcome outcome = run("policy", "test", "--cases", cases, "--out", answers);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("decided 2 of 2 cases").contains("2 cases, 0 of them");
    JsonNode alone =
        run(
                "policy",
                "test",
                "--policies",
                plain.resolve("policies.yaml"),
                "--traces",
                plain.resolve("traces.json"),
                "--json")
            .json();
    assertThat(alone.path("sampled")).hasSize(1);
    assertThat(answer("plain")).isEqualTo(alone);
    assertThat(answer("packed")).isEqualTo(alone);
  }

  @Test
  void aCaseThatCannotBeDecidedIsAnsweredByItsErrorAndCostsNoOther() throws Exception {
    Files.writeString(
        testCase("refused", "policies:\n  - {name: a, type: nope}\n").resolve("traces.json"), "{}");
    Files.writeString(testCase("unread", SLOW).resolve("traces.json"), "{\"resourceSpans\":7}");
    testCase("without-traces", SLOW);
    Files.createDirectory(cases.resolve("without-policies"));
    Files.writeString(
        testCase("zz-good", SLOW).resolve("traces.json"), document(span(A, 1, 0, 600)));
    Files.writeString(cases.resolve("no-folder"), "left alone");
    Outcome outcome = run("policy", "test", "--cases", cases, "--out", answers);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).endsWith("5 cases, 4 of them answered by an error\n");
    assertThat(answer("refused").path("error").asText())
        .contains("policies.yaml: The policy file is refused:\n  2:21 policy a, type: ");
    assertThat(answer("unread").path("error").asText())
        .contains("traces.json: in the object at line 1, resourceSpans must be a list");
    assertThat(answer("without-traces").path("error").asText())
        .endsWith("without-traces: holds neither traces.json nor traces.json.gz");
    assertThat(answer("without-policies").path("error").asText()).endsWith(": no such file");
    assertThat(answer("zz-good").path("sampled").get(0).asText()).isEqualTo(A);
    try (var files = Files.list(answers)) {
      assertThat(files).hasSize(5);
    }
  }

  @Test
  void gatesHoldForEveryCase() throws Exception {
    Path dir =
        testCase(
            "p",
            "policies:\n  - {name: p, type: probabilistic,"
                + " probabilistic: {sampling_percentage: 50}}\n");
    Files.writeString(
        dir.resolve("traces.json"),
        document(
            span(A, 1, 0, 5, ",\"traceState\":\"ot=rv:ffffffffffffff\""),
            span(B, 1, 0, 5, ",\"traceState\":\"ot=rv:00000000000000\"")));
    run("policy", "test", "--cases", cases, "--out", answers, "--feature-gates", GATE);
    assertThat(answer("p").path("sampled").toString()).isEqualTo("[\"" + A + "\"]");
  }

  @Test
  void theFolderOfAnswersMayLieAmongTheCases() throws Exception {
    answers = cases.resolve("out");
    Files.writeString(testCase("one", SLOW).resolve("traces.json"), "{}");
    for (int i = 0; i < 2; i++) {
      assertThat(run("policy", "test", "--cases", cases, "--out", answers).err())
          .contains("1 cases, 0 of them");
    }
  }

  @Test
  void aFolderWithoutCasesIsStatus1() {
    assertThat(run("policy", "test", "--cases", cases, "--out", answers))
        .isEqualTo(
            new Outcome(1, "", "tailspan: " + cases + ": there is no folder in it, so no case\n"));
    Path missing = folder.resolve("missing");
    assertThat(run("policy", "test", "--cases", missing, "--out", answers).err())
        .isEqualTo("tailspan: " + missing + ": no such folder\n");
  }
}
