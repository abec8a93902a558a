package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingMarkTest {
  private static Span span(Scope scope, String traceState) {
    return Span.builder(new TraceId(1, 2), new SpanId(3))
        .scope(scope)
        .traceState(traceState)
        .name("work")
        .build();
  }

  @Test
  void theScopeNamesThePolicyAndKeepsWhatItSaid() {
    Scope scope = new Scope("lib", "1.2", Attributes.ofStrings("a", "b"), 4, "schema");
    Span marked = SamplingMark.on(List.of(span(scope, "")), "slow", 1).get(0);
    assertThat(marked.scope())
        .isEqualTo(
            new Scope(
                "lib",
                "1.2",
                Attributes.ofStrings("a", "b", "tailsampling.policy", "slow"),
                4,
                "schema"));
    assertThat(marked.toBuilder().scope(scope).traceState("").build()).isEqualTo(span(scope, ""));
  }

  @Test
  void aPolicyThatACollectorWroteIsReplaced() {
    Scope scope = new Scope("", "", Attributes.ofStrings("tailsampling.policy", "theirs"), 0, "");
    Span marked = SamplingMark.on(List.of(span(scope, "")), "ours", 1).get(0);
    assertThat(marked.scope().attributes())
        .isEqualTo(Attributes.ofStrings("tailsampling.policy", "ours"));
  }

  /** From the specification: 0 is 100 %, 8 is 50 %, c is 25 %, fd70a3d70a3d71 is 1 %. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 8", "4, c", "10, e6666666666666", "100, fd70a3d70a3d71"})
  void theThresholdIsTheShareThatIsNotKept(double adjustedCount, String threshold) {
    assertThat(SamplingMark.traceState("", adjustedCount)).isEqualTo("ot=th:" + threshold);
  }

  @Test
  void aWeightBeyondThresholdsIsWrittenAsTheStrictest() {
    assertThat(SamplingMark.traceState("", 0x1p64)).isEqualTo("ot=th:ffffffffffffff");
  }

  @Test
  void theMemberMovesToTheFrontWithItsRandomnessFirst() {
    assertThat(SamplingMark.traceState("a=1, ot=x:y;th:8;rv:0123456789abcd;z:1 ,b=2", 4))
        .isEqualTo("ot=rv:0123456789abcd;th:c;x:y;z:1,a=1,b=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1,ot=th:e", // stricter
        "ot=th:xyz",
        "ot=rv:1",
        "a=1,a=2,ot=th:0",
        "no member at all"
      })
  void whatIsStricterOrNotValidStaysAsItWas(String received) {
    assertThat(SamplingMark.traceState(received, 4)).isEqualTo(received);
  }

  @Test
  void whatHasNoRoomForAnotherMemberStaysAsItWas() {
    StringBuilder full = new StringBuilder("k0=1");
    for (int i = 1; i < 32; i++) {
      full.append(",k").append(i).append("=1");
    }
    assertThat(SamplingMark.traceState(full.toString(), 4)).isEqualTo(full.toString());
  }

  @Test
  void aTraceThatStandsForNoneHasNoThreshold() {
    assertThat(SamplingMark.traceState("a=1", 0)).isEqualTo("a=1");
  }

  @Test
  void theWeightIsReadBackFromTheThreshold() {
    long threshold = OtelTraceState.of(SamplingMark.traceState("a=1", 7)).threshold().orElseThrow();
    assertThat(0x1p56 / (0x1p56 - threshold)).isCloseTo(7.0, offset(1e-12));
  }

  /** A golden file written by the Collector's own code: {@code src/test/oracle-marks}. */
  @Test
  void everyTracestateBecomesWhatTheCollectorMakesOfIt() throws IOException {
    List<String> lines;
    try (InputStream in = SamplingMarkTest.class.getResourceAsStream("marks.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines).hasSizeGreaterThan(500);
    for (String line : lines) {
      String[] parts = line.split("\\|", -1);
      assertThat(SamplingMark.traceState(parts[1], Double.parseDouble(parts[0])))
          .as("%s with weight %s", parts[1], parts[0])
          .isEqualTo(parts[2]);
    }
  }
}
