package dev.tailspan.policy;

import static dev.tailspan.model.Status.Code.ERROR;
import static dev.tailspan.model.Status.Code.OK;
import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.span;
import static dev.tailspan.policy.TraceKit.trace;
import static dev.tailspan.policy.TraceKit.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How votes become a decision. */
class DecisionTest {
  private static final String ERRORS = "type: status_code, status_code: {status_codes: [ERROR]}";
  private static final String OKS = "type: status_code, status_code: {status_codes: [OK]}";
  private static final String ALWAYS = "type: always_sample";
  private static final String FLAGGED = "type: trace_flags";

  private static String percent(double percentage) {
    return "type: probabilistic, probabilistic: {sampling_percentage: " + percentage + "}";
  }

  private static String not(String flow) {
    return "type: not, not: {not_sub_policy: {" + flow + "}}";
  }

  private static String and(String... flow) {
    return "type: and, and: {and_sub_policy: [{" + String.join("}, {", flow) + "}]}";
  }

  private static String drop(String... flow) {
    return "type: drop, drop: {drop_sub_policy: [{" + String.join("}, {", flow) + "}]}";
  }

  @Test
  void oneYesIsEnoughAndAllAreAsked() {
    Decision decision = policies(OKS, ERRORS, FLAGGED).decide(with(ERROR));

    assertThat(decision.sampled()).isTrue();
    assertThat(decision.votes()).extracting(Vote::policy).containsExactly("p0", "p1", "p2");
    assertThat(decision.votes()).extracting(Vote::sampled).containsExactly(false, true, false);
  }

  @Test
  void withoutAYesItIsNotSampled() {
    Decision decision = policies(OKS, FLAGGED).decide(with(ERROR));

    assertThat(decision)
        .isEqualTo(new Decision(false, "", "no policy sampled it", 0, decision.votes()));
    assertThat(decision.dropped()).isFalse();
    assertThat(decision.votes()).hasSize(2);
  }

  @Test
  void withoutPoliciesItIsNotSampled() throws PolicyFileException {
    Decision decision = PolicyFile.parse(TraceKit.yaml("policies: []")).decide(plain());

    assertThat(decision.sampled()).isFalse();
    assertThat(decision.votes()).isEmpty();
  }

  @Test
  void theReasonIsTheVoteOfThePolicyThatDecided() {
    Decision decision = policies(OKS, ERRORS).decide(with(ERROR));

    assertThat(decision.policy()).isEqualTo("p1");
    assertThat(decision.reason()).isEqualTo("a span's status ERROR, wanted ERROR");
  }

  @Test
  void ofTwoCertainPoliciesTheFirstIsNamed() {
    assertThat(policies(OKS, ALWAYS, ERRORS).decide(with(ERROR)).policy()).isEqualTo("p1");
  }

  @Test
  void aProbabilisticPolicyLosesItsNameToAnyCertainOne() {
    assertThat(policies(percent(99.99), ERRORS).decide(with(ERROR)).policy()).isEqualTo("p1");
  }

  @Test
  void at100PercentAPolicyIsAsLittleStrictAsACertainOne() {
    assertThat(policies(percent(100), ERRORS).decide(with(ERROR)).policy()).isEqualTo("p0");
  }

  @Test
  void ofProbabilisticPoliciesTheLargestPercentageIsNamed() {
    assertThat(policies(percent(50), percent(90), percent(60)).decide(plain()).policy())
        .isEqualTo("p1");
  }

  @Test
  void anAndIsAsStrictAsItsStrictestPartAndANotNeverStrict() {
    assertThat(policies(percent(60), and(ALWAYS, percent(50))).decide(plain()).policy())
        .isEqualTo("p0");
    assertThat(policies(percent(40), and(ALWAYS, percent(50))).decide(plain()).policy())
        .isEqualTo("p1");
    assertThat(policies(percent(60), not(percent(1))).decide(plain()).policy()).isEqualTo("p1");
  }

  @Test
  void theFirstDropThatMatchesEndsItWhereverItStands() {
    Decision decision = policies(ALWAYS, drop(OKS), drop(ERRORS), drop(ALWAYS)).decide(with(ERROR));

    assertThat(decision.sampled()).isFalse();
    assertThat(decision.dropped()).isTrue();
    assertThat(decision.policy()).isEqualTo("p2");
    assertThat(decision.reason()).isEqualTo("dropped: a span's status ERROR, wanted ERROR");
    assertThat(decision.adjustedCount()).isZero();
    assertThat(decision.votes()).extracting(Vote::policy).containsExactly("p1", "p2");
    assertThat(decision.votes()).extracting(Vote::sampled).containsExactly(false, false);
  }

  @Test
  void aDropWantsAllItsPartsAndSpareTheTraceOtherwise() {
    assertThat(policies(ALWAYS, drop(ERRORS, FLAGGED)).decide(with(ERROR)).sampled()).isTrue();
    assertThat(policies(ALWAYS, drop(ERRORS, not(FLAGGED))).decide(with(ERROR)).sampled())
        .isFalse();
  }

  @Test
  void aDropWithoutPartsDropsEverything() {
    assertThat(policies(ALWAYS, "type: drop").decide(plain()).dropped()).isTrue();
  }

  @Test
  void anAndWantsAllItsPartsAndStopsAtTheFirstNo() {
    Vote no = TraceKit.vote(and(ERRORS, OKS, FLAGGED), with(ERROR));
    Vote yes = TraceKit.vote(and(ERRORS, not(FLAGGED)), with(ERROR));

    assertThat(no).isEqualTo(new Vote("p0", "and", false, "no such status in 1 spans", "OK"));
    assertThat(yes)
        .isEqualTo(
            new Vote(
                "p0",
                "and",
                true,
                "a span's status ERROR; no span's sampled flag set",
                "ERROR; not sampled flag"));
  }

  @Test
  void anAndWithoutPartsSaysYes() {
    assertThat(TraceKit.samples("type: and", plain())).isTrue();
  }

  @Test
  void aNotSwapsYesAndNo() {
    assertThat(TraceKit.samples(not(ERRORS), with(ERROR))).isFalse();
    assertThat(TraceKit.samples(not(ERRORS), with(OK))).isTrue();
    assertThat(TraceKit.vote(not(ALWAYS), plain()).threshold()).isEqualTo("never");
  }

  @Test
  void anInvertedMatchThatFailsVetoesNothing() {
    String inverted =
        "type: string_attribute, string_attribute: {key: k, values: [x], invert_match: true}";

    assertThat(policies(inverted, ALWAYS).decide(TraceKit.withSpanAttribute("k", "x")).sampled())
        .isTrue();
  }

  @Test
  void withSampleOnFirstMatchNobodyIsAskedAfterTheFirstYes() throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(
            TraceKit.yaml(
                "sample_on_first_match: true", TraceKit.list(FLAGGED, percent(50), ALWAYS)));

    Decision decision = file.decide(plain());

    assertThat(decision.policy()).isEqualTo("p1");
    assertThat(decision.votes()).extracting(Vote::policy).containsExactly("p0", "p1");
    // always_sample was not asked, but would have kept the trace under any other id.
    assertThat(decision.adjustedCount()).isEqualTo(1);
  }

  @Test
  void theOrderInWhichSpansAreGivenChangesNothing() {
    var first = span(1).status(new Status(ERROR, ""));
    var second = span(2).times(TraceKit.START + 5, TraceKit.START + 5_000 * TraceKit.MILLI);
    PolicyFile file = PolicyFile.defaults();

    assertThat(file.decide(trace(first, second))).isEqualTo(file.decide(trace(second, first)));
  }

  @Test
  void manyThreadsDecideAlike() {
    PolicyFile file = policies(percent(50), and(ERRORS, percent(10)), FLAGGED);
    Decision alone = file.decide(plain());

    List<Decision> together =
        java.util.stream.IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> file.decide(plain()))
            .distinct()
            .toList();

    assertThat(together).containsExactly(alone);
  }
}
