package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.samples;
import static dev.tailspan.policy.TraceKit.span;
import static dev.tailspan.policy.TraceKit.trace;
import static dev.tailspan.policy.TraceKit.vote;
import static dev.tailspan.policy.TraceKit.withResourceAttribute;
import static dev.tailspan.policy.TraceKit.withSpanAttribute;
import static dev.tailspan.policy.TraceKit.withTraceState;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributePoliciesTest {
  private static String numeric(String bounds) {
    return "type: numeric_attribute, numeric_attribute: {key: k, " + bounds + "}";
  }

  private static String bool(String more) {
    return "type: boolean_attribute, boolean_attribute: {key: k" + more + "}";
  }

  private static final String STATE =
      "type: trace_state, trace_state: {key: k, values: [v, 'a b']}";

  @Test
  void bothBoundsOfANumberBelongToTheRange() {
    String range = numeric("min_value: 50, max_value: 100");

    assertThat(samples(range, withSpanAttribute("k", 49))).isFalse();
    assertThat(samples(range, withSpanAttribute("k", 50))).isTrue();
    assertThat(samples(range, withResourceAttribute("k", 100))).isTrue();
    assertThat(samples(range, withSpanAttribute("k", 101))).isFalse();
    assertThat(vote(range, withSpanAttribute("k", 77)))
        .isEqualTo(new Vote("p0", "numeric_attribute", true, "k 77", "one from 50 to 100"));
  }

  @Test
  void aBoundOf0IsNone() {
    assertThat(samples(numeric("min_value: 0, max_value: 5"), withSpanAttribute("k", -9))).isTrue();
    assertThat(samples(numeric("min_value: 5, max_value: 0"), withSpanAttribute("k", 9))).isTrue();
  }

  @Test
  void aValueThatIsNoIntegerReadsAs0() {
    String around0 = numeric("min_value: -1, max_value: 1");

    assertThat(samples(around0, withSpanAttribute("k", 200.0))).isTrue();
    assertThat(samples(around0, withSpanAttribute("k", "200"))).isTrue();
    assertThat(samples(numeric("min_value: 100"), withSpanAttribute("k", 200.0))).isFalse();
  }

  @Test
  void anInvertedNumberInRangeSaysNoAndAMissingOneYes() {
    String inverted = numeric("min_value: 50, max_value: 100, invert_match: true");

    assertThat(samples(inverted, withSpanAttribute("k", 50))).isFalse();
    assertThat(samples(inverted, withSpanAttribute("k", 49))).isTrue();
    assertThat(samples(inverted, plain())).isTrue();
  }

  @Test
  void aBooleanMustBeEqual() {
    assertThat(samples(bool(", value: true"), withSpanAttribute("k", true))).isTrue();
    assertThat(samples(bool(", value: true"), withResourceAttribute("k", true))).isTrue();
    assertThat(samples(bool(", value: true"), withSpanAttribute("k", false))).isFalse();
    assertThat(samples(bool(", value: true"), plain())).isFalse();
    assertThat(samples(bool(", value: false"), plain())).isFalse();
  }

  @Test
  void aValueThatIsNoBooleanReadsAsFalse() {
    assertThat(samples(bool(", value: true"), withSpanAttribute("k", "true"))).isFalse();
    assertThat(samples(bool(", value: false"), withSpanAttribute("k", "true"))).isTrue();
    assertThat(samples(bool(""), withSpanAttribute("k", 1))).isTrue();
  }

  @Test
  void anInvertedBooleanSaysNoWhereItIsEqual() {
    assertThat(samples(bool(", value: true, invert_match: true"), withSpanAttribute("k", true)))
        .isFalse();
    assertThat(samples(bool(", value: true, invert_match: true"), plain())).isTrue();
  }

  @Test
  void onlyBit0OfTheFlagsCounts() {
    assertThat(samples("type: trace_flags", trace(span(1), span(2).flags(0x101)))).isTrue();
    assertThat(samples("type: trace_flags", trace(span(1).flags(0x302)))).isFalse();
  }

  @Test
  void bothBoundsOfTheSpanCountBelongToTheRange() {
    String two = "type: span_count, span_count: {min_spans: 2, max_spans: 2}";

    assertThat(samples(two, trace(span(1)))).isFalse();
    assertThat(samples(two, trace(span(1), span(2)))).isTrue();
    assertThat(samples(two, trace(span(1), span(2), span(3)))).isFalse();
    assertThat(
            samples(
                "type: span_count, span_count: {min_spans: 2}", trace(span(1), span(2), span(3))))
        .isTrue();
    assertThat(samples("type: span_count", plain())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k=v", "x=1,k=v", " k=v ", "x=1, k=v\t", ",k=v,,x=1,", "k=a b", "t1@sys=1,k=v"})
  void theValueUnderTheKeyIsFoundInAValidState(String state) {
    assertThat(samples(STATE, withTraceState(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "k=w",
        "k",
        "k=v,k=v",
        "k=v,K=1",
        "k=v,x",
        "k=v, ,x=1",
        "k =v",
        "k= v",
        "k=v,x=",
        "k=v,x=a=b",
        "k=v,1x=1",
        "k=v,x=ä",
        "k=v,@a=1",
        "k=v,a@1=1"
      })
  void aStateThatDoesNotParseOrHasAnotherValueDoesNotMatch(String state) {
    assertThat(samples(STATE, withTraceState(state))).isFalse();
  }

  @Test
  void aStateHasAtMost32MembersAndValuesOf256Characters() {
    assertThat(samples(STATE, withTraceState(members(31) + "k=v"))).isTrue();
    assertThat(samples(STATE, withTraceState(members(32) + "k=v"))).isFalse();
    assertThat(samples(STATE, withTraceState("k=v,x=" + "y".repeat(256)))).isTrue();
    assertThat(samples(STATE, withTraceState("k=v,x=" + "y".repeat(257)))).isFalse();
  }

  private static String members(int count) {
    StringBuilder state = new StringBuilder();
    for (int i = 0; i < count; i++) {
      state.append('m').append(i).append("=1,");
    }
    return state.toString();
  }

  @Test
  void valuesTooLongForAStateAreIgnored() {
    String value = "v".repeat(255);
    String flow = "type: trace_state, trace_state: {key: k, values: [" + value + "]}";

    assertThat(samples(flow, withTraceState("k=" + value))).isFalse();
  }
}
