package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.samples;
import static dev.tailspan.policy.TraceKit.span;
import static dev.tailspan.policy.TraceKit.trace;
import static dev.tailspan.policy.TraceKit.withResourceAttribute;
import static dev.tailspan.policy.TraceKit.withSpanAttribute;
import static dev.tailspan.policy.TraceKit.withTraceState;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugPolicyTest {
  private static final String DEBUG = "type: debug";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http.request.header.x-debug-trace",
        "http.request.header.x_debug_trace",
        "tailspan.debug",
        "http.request.header.x-b3-flags",
        "http.request.header.x_b3_flags",
        "b3.debug",
        "sampling.debug"
      })
  void aMarkIsTrueAsATextANumberABooleanOrInAList(String key) {
    for (Object yes :
        new Object[] {"true", "1", "TRUE", true, 1, List.of("true"), List.of("0", "1")}) {
      assertThat(samples(DEBUG, withSpanAttribute(key, yes))).as("%s %s", key, yes).isTrue();
    }
    for (Object no :
        new Object[] {"false", "0", "", "yes", false, 0, List.of(), List.of("false")}) {
      assertThat(samples(DEBUG, withSpanAttribute(key, no))).as("%s %s", key, no).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "80f1-e457-d", "80f1-e457-d-05e3"})
  void theSingleHeaderOfB3IsAMarkWhereItsThirdPartIsD(String header) {
    String key = "http.request.header.b3";

    assertThat(samples(DEBUG, withSpanAttribute(key, header))).isTrue();
    assertThat(samples(DEBUG, withSpanAttribute(key, List.of(header)))).isTrue();
    assertThat(samples(DEBUG, withSpanAttribute(key, header.replace("d", "1")))).isFalse();
    assertThat(samples(DEBUG, withSpanAttribute(key, "d-" + header))).isFalse();
  }

  @Test
  void aJaegerDebugIdAsAHeaderIsAMark() {
    String key = "http.request.header.jaeger-debug-id";

    assertThat(samples(DEBUG, withSpanAttribute(key, List.of("order 17")))).isTrue();
    assertThat(samples(DEBUG, withSpanAttribute(key, List.of("")))).isFalse();
    assertThat(samples(DEBUG, withSpanAttribute(key, List.of()))).isFalse();
  }

  @Test
  void aJaegerDebugIdOfAnyTextIsAMark() {
    assertThat(samples(DEBUG, withSpanAttribute("jaeger-debug-id", "order 17"))).isTrue();
    assertThat(samples(DEBUG, withSpanAttribute("jaeger-debug-id", ""))).isFalse();
  }

  @Test
  void theMemberOfTheTracestateIsAMark() {
    assertThat(samples(DEBUG, withTraceState("tailspan=debug"))).isTrue();
    assertThat(samples(DEBUG, withTraceState("a=b, tailspan=debug ,ot=th:8"))).isTrue();
    assertThat(samples(DEBUG, withTraceState("x-tailspan=debug"))).isFalse();
    assertThat(samples(DEBUG, withTraceState("tailspan=debugger"))).isFalse();
    assertThat(samples(DEBUG, withTraceState("tailspan=on"))).isFalse();
  }

  @Test
  void withoutAMarkATraceIsNotSampled() {
    assertThat(samples(DEBUG, plain())).isFalse();
  }

  @Test
  void onAResourceItIsNoMark() {
    assertThat(samples(DEBUG, withResourceAttribute("tailspan.debug", true))).isFalse();
  }

  @Test
  void aDebugTraceStandsForItself() {
    PolicyFile file =
        policies("type: probabilistic, probabilistic: {sampling_percentage: 99.9}", "type: debug");

    Decision decision = file.decide(withSpanAttribute("tailspan.debug", true));

    assertThat(decision.policy()).isEqualTo("p1");
    assertThat(decision.adjustedCount()).isEqualTo(1);
    assertThat(decision.reason()).isEqualTo("tailspan.debug true, wanted a debug mark");
  }

  @Test
  void theBlockMayBeWrittenOut() {
    assertThat(samples("type: debug, debug: {}", trace(span(1).traceState("tailspan=debug"))))
        .isTrue();
  }
}
