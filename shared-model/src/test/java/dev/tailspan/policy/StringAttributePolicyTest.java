package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.samples;
import static dev.tailspan.policy.TraceKit.vote;
import static dev.tailspan.policy.TraceKit.withResourceAttribute;
import static dev.tailspan.policy.TraceKit.withSpanAttribute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.AttributeValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringAttributePolicyTest {
  private static String exact(String values) {
    return "type: string_attribute, string_attribute: {key: k, values: " + values + "}";
  }

  private static String regex(String value) {
    return "type: string_attribute, string_attribute: {key: k, enabled_regex_matching: true,"
        + " values: ['"
        + value
        + "']}";
  }

  private static String inverted(String values) {
    return "type: string_attribute, string_attribute: {key: k, invert_match: true, values: "
        + values
        + "}";
  }

  @Test
  void oneOfTheValuesOnASpanOrAResourceWillDo() {
    assertThat(samples(exact("[x, acme]"), withSpanAttribute("k", "acme"))).isTrue();
    assertThat(samples(exact("[x, acme]"), withResourceAttribute("k", "acme"))).isTrue();
    assertThat(samples(exact("[x, acme]"), withSpanAttribute("other", "acme"))).isFalse();
  }

  @Test
  void exactValuesAreComparedWholeAndByCase() {
    assertThat(samples(exact("[acme]"), withSpanAttribute("k", "acme1"))).isFalse();
    assertThat(samples(exact("[acme]"), withSpanAttribute("k", "Acme"))).isFalse();
    assertThat(samples(exact("['a.*']"), withSpanAttribute("k", "acme"))).isFalse();
  }

  @Test
  void emptyTextsInTheListAreIgnored() {
    assertThat(samples(exact("['']"), withSpanAttribute("k", ""))).isFalse();
    assertThat(samples(exact("['']"), withResourceAttribute("k", ""))).isFalse();
  }

  @Test
  void anExpressionMatchesAnyPart() {
    assertThat(samples(regex("cm"), withSpanAttribute("k", "acme"))).isTrue();
    assertThat(samples(regex("^cm"), withSpanAttribute("k", "acme"))).isFalse();
    assertThat(samples(regex("^acme$"), withSpanAttribute("k", "acme"))).isTrue();
  }

  @Test
  void aDotDoesNotMatchALineBreak() {
    assertThat(samples(regex("a.b"), withSpanAttribute("k", "a\nb"))).isFalse();
    assertThat(samples(regex("(?s)a.b"), withSpanAttribute("k", "a\nb"))).isTrue();
  }

  @Test
  void anEmptyTextIsSkippedOnASpanAndMatchedOnAResource() {
    assertThat(samples(regex("^$"), withSpanAttribute("k", ""))).isFalse();
    assertThat(samples(regex("^$"), withResourceAttribute("k", ""))).isTrue();
    assertThat(samples(regex(".*"), withSpanAttribute("k", ""))).isFalse();
    assertThat(samples(regex(".*"), plain())).isFalse();
  }

  @Test
  void aValueThatIsNoTextReadsAsEmpty() {
    assertThat(samples(exact("['5']"), withSpanAttribute("k", 5))).isFalse();
    assertThat(samples(regex("^$"), withSpanAttribute("k", 5))).isFalse();
    assertThat(samples(regex("^$"), withResourceAttribute("k", 5))).isTrue();
    assertThat(samples(regex(".*"), withResourceAttribute("k", true))).isTrue();
    assertThat(samples(regex(".*"), withResourceAttribute("k", AttributeValue.EMPTY))).isTrue();
  }

  @Test
  void invertedOneMatchIsEnoughToSayNo() {
    assertThat(samples(inverted("[acme]"), withSpanAttribute("k", "acme"))).isFalse();
    assertThat(samples(inverted("[acme]"), withResourceAttribute("k", "acme"))).isFalse();
    assertThat(samples(inverted("[acme]"), withSpanAttribute("k", "other"))).isTrue();
  }

  @Test
  void invertedATraceWithoutTheKeyIsSampled() {
    assertThat(samples(inverted("[acme]"), plain())).isTrue();
  }

  @Test
  void theVoteShowsTheValueAndTheList() {
    assertThat(vote(exact("[x, acme]"), withSpanAttribute("k", "acme")))
        .isEqualTo(
            new Vote("p0", "string_attribute", true, "k \"acme\"", "one of \"x\", \"acme\""));
    assertThat(vote(exact("[x]"), withSpanAttribute("k", "acme")).measured())
        .isEqualTo("k \"acme\"");
    assertThat(vote(exact("[x]"), plain()).measured()).isEqualTo("k absent");
    assertThat(vote(regex("x"), plain()).threshold()).isEqualTo("one matched by \"x\"");
    assertThat(vote(inverted("[x]"), plain()).threshold()).isEqualTo("none of \"x\"");
  }

  @Test
  void aLongValueIsCutInTheVote() {
    String measured = vote(exact("[x]"), withSpanAttribute("k", "y".repeat(10_000))).measured();

    assertThat(measured).isEqualTo("k \"" + "y".repeat(80) + "...\"");
  }

  @Test
  void cacheMaxSizeChangesNothing() {
    String cached =
        "type: string_attribute, string_attribute: {key: k, values: [a], cache_max_size: 1,"
            + " enabled_regex_matching: true}";

    assertThat(samples(cached, withSpanAttribute("k", "a"))).isTrue();
    assertThat(samples(cached, withSpanAttribute("k", "b"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "^(a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$"})
  void expressionsThatNeverEndElsewhereEndHere(String evil) {
    assertThat(samples(regex(evil), withSpanAttribute("k", "a".repeat(5_000) + "!"))).isFalse();
  }
}
