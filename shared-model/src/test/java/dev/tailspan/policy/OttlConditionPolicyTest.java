package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.attributes;
import static dev.tailspan.policy.TraceKit.list;
import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.problems;
import static dev.tailspan.policy.TraceKit.span;
import static dev.tailspan.policy.TraceKit.trace;
import static dev.tailspan.policy.TraceKit.vote;
import static dev.tailspan.policy.TraceKit.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class OttlConditionPolicyTest {
  private static final String FAILS =
      "type: ottl_condition, ottl_condition: {error_mode: propagate, span: ['1 / 0 == 1']}";

  private static String ottl(String settings) {
    return "type: ottl_condition, ottl_condition: {" + settings + "}";
  }

  @Test
  void aMatchNamesTheConditionAndTheSpan() {
    StagedTrace trace = trace(span(1), span(2).name("pay").attributes(attributes("k", 7)));

    assertThat(vote(ottl("span: ['name == \"x\"', 'attributes[\"k\"] > 5']"), trace))
        .isEqualTo(
            new Vote(
                "p0",
                "ottl_condition",
                true,
                "attributes[\"k\"] > 5 is true at span \"pay\"",
                "one of \"name == \"x\"\", \"attributes[\"k\"] > 5\""));
  }

  @Test
  void aMatchOfAnEventNamesTheEventToo() {
    Event event = new Event(TraceKit.START, "retry", Attributes.NONE, 0);

    Vote vote =
        vote(ottl("spanevent: ['name == \"retry\"']"), trace(span(1).events(List.of(event), 0)));

    assertThat(vote.measured())
        .isEqualTo("name == \"retry\" is true at span \"span\", event \"retry\"");
  }

  @Test
  void whatDoesNotMatchSaysHowManySpansWereAsked() {
    assertThat(vote(ottl("span: ['name == \"x\"']"), trace(span(1), span(2))))
        .isEqualTo(
            new Vote(
                "p0", "ottl_condition", false, "no condition true in 2 spans", "name == \"x\""));
  }

  @Test
  void aFailureIsNoVoteAndSaysWhatWentWrong() {
    Vote vote = vote(FAILS, plain());

    assertThat(vote.failed()).isTrue();
    assertThat(vote.sampled()).isFalse();
    assertThat(vote.measured()).isEqualTo("1 / 0 == 1 fails: a division by zero at span \"span\"");
  }

  @Test
  void anotherPolicyDecidesWhereOneFails() {
    Decision decision = policies(FAILS, "type: always_sample").decide(plain());

    assertThat(decision.sampled()).isTrue();
    assertThat(decision.policy()).isEqualTo("p1");
    assertThat(policies(FAILS).decide(plain()).sampled()).isFalse();
  }

  @Test
  void notLeavesAFailureAFailure() {
    Vote vote = vote("type: not, not: {not_sub_policy: {name: a, " + FAILS + "}}", plain());

    assertThat(vote.failed()).isTrue();
    assertThat(vote.sampled()).isFalse();
  }

  @Test
  void andFailsWithItsPartUnlessAnEarlierOneSaysNo() {
    String failing = "{name: b, " + FAILS + "}";
    String yes = "{name: a, type: always_sample}";
    String no = "{name: a, type: span_count, span_count: {min_spans: 9}}";

    assertThat(vote("type: and, and: {and_sub_policy: [" + yes + ", " + failing + "]}", plain()))
        .matches(Vote::failed);
    assertThat(vote("type: and, and: {and_sub_policy: [" + no + ", " + failing + "]}", plain()))
        .matches(vote -> !vote.failed() && !vote.sampled());
  }

  @Test
  void aDropThatFailsDropsNothing() {
    String drop = "type: drop, drop: {drop_sub_policy: [{name: a, " + FAILS + "}]}";

    Decision decision = policies(drop, "type: always_sample").decide(plain());

    assertThat(decision.sampled()).isTrue();
    assertThat(decision.votes().get(0).failed()).isTrue();
  }

  @Test
  void aConditionThatCannotBeReadIsRefusedWithItsPlaceAndTheNearestName() {
    assertThat(
            problems(yaml(list(ottl("span: ['name == \"a\"', 'true and atributes[\"k\"] == 1']")))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.message())
                  .isEqualTo(
                      "At character 10 of the condition: There is no path atributes in span.");
              assertThat(problem.suggestion()).isEqualTo("span.attributes");
            });
  }

  @Test
  void aVoteThatFailedSamplesNothing() {
    assertThatThrownBy(() -> new Vote("p", "and", true, true, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
