package dev.tailspan.policy;

import static dev.tailspan.model.Status.Code.ERROR;
import static dev.tailspan.policy.TraceKit.plain;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adjusted count is one over the share of ids under which the trace would have been kept. */
class AdjustedCountTest {
  private static final String ERRORS = "type: status_code, status_code: {status_codes: [ERROR]}";

  private static String percent(double percentage, String salt) {
    return "type: probabilistic, probabilistic: {sampling_percentage: "
        + percentage
        + ", hash_salt: "
        + salt
        + "}";
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "10, 10", "25, 4", "50, 2", "100, 1"})
  void aProbabilisticPolicyAloneCountsOneOverItsShare(double percentage, double count) {
    assertThat(count(policies(percent(percentage, "s")))).isEqualTo(count);
  }

  @Test
  void aCertainPolicyMakesItOne() {
    PolicyFile file = policies(percent(50, "s"), ERRORS);

    assertThat(file.decide(with(ERROR)).adjustedCount()).isEqualTo(1);
    assertThat(count(file)).isEqualTo(2);
  }

  @Test
  void ofOneSaltTheLargestShareCounts() {
    assertThat(count(policies(percent(10, "s"), percent(25, "s"), percent(5, "s")))).isEqualTo(4);
  }

  @Test
  void severalSaltsMissTogether() {
    PolicyFile file =
        policies(percent(10, "a"), percent(20, "b"), percent(5, "b"), percent(50, "c"));

    assertThat(count(file)).isCloseTo(1 / (1 - 0.9 * 0.8 * 0.5), within(1e-12));
  }

  @Test
  void manySaltsAreNoTrouble() {
    String[] flow = new String[40];
    double missed = 1;
    for (int i = 0; i < flow.length; i++) {
      flow[i] = percent(3, "salt" + i);
      missed *= 0.97;
    }

    assertThat(count(policies(flow))).isCloseTo(1 / (1 - missed), within(1e-9));
  }

  @Test
  void insideAnAndOneSaltMustBeWithinTheSmallestShareAndTwoMultiply() {
    assertThat(count(policies(and(percent(50, "a"), percent(10, "a"))))).isEqualTo(10);
    assertThat(count(policies(and(percent(50, "a"), percent(10, "b")))))
        .isCloseTo(20, within(1e-12));
  }

  @Test
  void anAndWhoseCertainPartSaysNoAddsNothing() {
    PolicyFile file = policies(and(ERRORS, percent(50, "a")), percent(10, "b"));

    assertThat(count(file)).isEqualTo(10);
    assertThat(file.decide(trace(ERROR, 1)).votes()).hasSize(2);
  }

  @Test
  void aNotTakesTheRest() {
    String rest = "type: not, not: {not_sub_policy: {" + percent(75, "a") + "}}";

    assertThat(count(policies(rest))).isEqualTo(4);
    assertThat(count(policies(rest, percent(75, "a")))).isEqualTo(1);
  }

  @Test
  void whatADropTakesAwayAtRandomCountsToo() {
    String drop = "type: drop, drop: {drop_sub_policy: [{" + percent(75, "a") + "}]}";

    assertThat(count(policies("type: always_sample", drop))).isEqualTo(4);
    assertThat(count(policies(drop, percent(50, "b")))).isCloseTo(8, within(1e-12));
    // Under one salt the drop takes the very hashes the other would sample, up to its own share.
    assertThat(count(policies(drop, percent(80, "a")))).isCloseTo(20, within(1e-12));
  }

  @Test
  void moreSaltsInOnePolicyThanCanBeCountedAreRefused() {
    String[] parts = new String[13];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = percent(50, "salt" + i);
    }

    assertThat(TraceKit.problems(TraceKit.yaml(TraceKit.list(and(parts)))))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("more than 4096 cases");
  }

  /** The mean of count over all ids, a dropped one counting 0, is 1: sums stay true. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsOfTheKeptAddUpToTheNumberOfAllTraces(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PolicyFile file = policies(anyPolicies(random));
    double kept = 0;
    double counts = 0;
    int ids = 6_000;
    for (int i = 0; i < ids; i++) {
      Decision decision =
          file.decide(TraceKit.withId(new TraceId(random.nextLong(), random.nextLong())));
      kept += decision.sampled() ? 1 : 0;
      counts += decision.adjustedCount();
    }
    double share = kept / ids;

    assertThat(counts / ids).isCloseTo(1, within(5 * Math.sqrt((1 - share) / share / ids) + 1e-9));
  }

  private static String[] anyPolicies(SplittableRandom random) {
    String[] flow = new String[2 + random.nextInt(3)];
    for (int i = 0; i < flow.length; i++) {
      String one = anyPercent(random);
      flow[i] =
          switch (random.nextInt(4)) {
            case 0 -> and(one, anyPercent(random));
            case 1 -> "type: not, not: {not_sub_policy: {" + one + "}}";
            case 2 ->
                "type: drop, drop: {drop_sub_policy: [{"
                    + one
                    + "}, {"
                    + anyPercent(random)
                    + "}]}";
            default -> one;
          };
    }
    flow[0] = anyPercent(random); // so that some are kept
    return flow;
  }

  private static String anyPercent(SplittableRandom random) {
    return percent(20 + random.nextInt(60), "salt" + random.nextInt(3));
  }

  private static String and(String... flow) {
    return "type: and, and: {and_sub_policy: [{" + String.join("}, {", flow) + "}]}";
  }

  private static StagedTrace trace(dev.tailspan.model.Status.Code code, long id) {
    return TraceKit.trace(
        TraceKit.span(1)
            .traceId(new TraceId(1, id))
            .status(new dev.tailspan.model.Status(code, "")));
  }

  /** The count of the first id that is kept; every kept one has the same. */
  private static double count(PolicyFile file) {
    Decision plain = file.decide(plain());
    for (long id = 1; !plain.sampled(); id++) {
      plain = file.decide(TraceKit.withId(new TraceId(id * 0x9E3779B97F4A7C15L, id)));
    }
    return plain.adjustedCount();
  }
}
