package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the walk of the Collector's {@code ottl_condition} over spans and events said of these
 * policies: refused, or for each trace sampled (S), not sampled (N) or an error (E). Written down
 * by the program in {@code src/test/oracle-ottl}.
 */
class OttlPolicyOracleTest {
  private record Case(String block, String said) {
    @Override
    public String toString() {
      return block;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void policiesSampleAndFailAsInTheCollector(Case golden) {
    PolicyFile file;
    try {
      file =
          PolicyFile.parse(
              TraceKit.yaml(
                  TraceKit.list("type: ottl_condition, ottl_condition: " + golden.block())));
    } catch (PolicyFileException e) {
      assertThat(golden.said()).as(e.getMessage()).isEqualTo("refused");
      return;
    }
    StringBuilder said = new StringBuilder();
    for (StagedTrace trace : traces()) {
      Vote vote = file.decide(trace).votes().get(0);
      said.append(vote.failed() ? 'E' : vote.sampled() ? 'S' : 'N');
    }
    assertThat(said.toString()).isEqualTo(golden.said());
  }

  static Stream<Case> cases() {
    return Stream.of(text("cases.txt").split("(?m)^=== "))
        .filter(text -> text.startsWith("policy p "))
        .map(OttlPolicyOracleTest::golden);
  }

  private static Case golden(String text) {
    String[] lines = text.split("\n");
    boolean accepted = lines[1].startsWith("--- accepted");
    return new Case(lines[0].substring("policy p ".length()), accepted ? lines[2] : "refused");
  }

  private static List<StagedTrace> traces() {
    List<StagedTrace> traces = new ArrayList<>();
    for (String line : text("traces.jsonl").lines().toList()) {
      try {
        traces.add(
            StagedTrace.of(OtlpJson.decode(line.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)));
      } catch (Exception e) {
        throw new IllegalStateException(line, e);
      }
    }
    return traces;
  }

  private static String text(String name) {
    try (InputStream in = StagedTrace.class.getResourceAsStream("/dev/tailspan/ottl/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
