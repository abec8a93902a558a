package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shares of one budget, as the processor deals them out. */
class CompositePolicyTest {
  private static final String ERRORS_THEN_ALL =
      "composite_sub_policy: [{name: errors, type: status_code, status_code: {status_codes: [ERROR]}},"
          + " {name: all, type: always_sample}]";

  private static String composite(int total, String rest) {
    return "type: composite, composite: {max_total_spans_per_second: " + total + ", " + rest + "}";
  }

  private static String shares(int errors, int all) {
    return ", rate_allocation: [{policy: errors, percent: "
        + errors
        + "}, {policy: all, percent: "
        + all
        + "}]";
  }

  private static List<Boolean> sampled(String flow, StagedTrace... traces) {
    return TraceKit.policies(flow).decideAll(List.of(traces)).stream()
        .map(Decision::sampled)
        .toList();
  }

  @Test
  void eachPartHasItsShareOfTheTotal() {
    String flow = composite(10, ERRORS_THEN_ALL + shares(40, 60));

    assertThat(sampled(flow, of(9, 4, true), of(8, 1, true), of(7, 6, false), of(6, 1, false)))
        .containsExactly(true, false, true, false);
  }

  @Test
  void whatAShareRefusesNoLaterPartTakesOver() {
    String flow = composite(10, ERRORS_THEN_ALL + shares(40, 60));

    assertThat(sampled(flow, of(9, 5, true))).containsExactly(false);
  }

  @Test
  void withoutAnEntryAPartGetsAnEqualShareOfTheWhole() {
    String flow =
        composite(10, ERRORS_THEN_ALL + ", rate_allocation: [{policy: errors, percent: 90}]");

    assertThat(sampled(flow, of(9, 9, true), of(8, 5, false), of(7, 1, false)))
        .containsExactly(true, true, false);
  }

  @Test
  void sharesAreCutToWholeSpans() {
    String flow = composite(10, ERRORS_THEN_ALL + shares(35, 65));

    assertThat(sampled(flow, of(9, 4, true))).containsExactly(false);
    assertThat(sampled(flow, of(9, 3, true))).containsExactly(true);
  }

  @Test
  void aShareOverOneHundredPercentIsHeldByTheTotal() {
    String flow = composite(10, ERRORS_THEN_ALL + shares(200, 100));

    assertThat(sampled(flow, of(9, 10, true))).containsExactly(true);
    assertThat(sampled(flow, of(9, 11, true))).containsExactly(false);
    assertThat(sampled(flow, of(9, 10, true), of(8, 10, false))).containsExactly(true, true);
  }

  @Test
  void theReasonNamesThePart() {
    Decision decision =
        TraceKit.policies(composite(10, ERRORS_THEN_ALL + shares(50, 50))).decide(of(9, 2, false));

    assertThat(decision.policy()).isEqualTo("p0");
    assertThat(decision.reason()).startsWith("all: ");
  }

  @Test
  void countsOfAShareAreOneOverItsChance() {
    List<StagedTrace> traces = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      traces.add(of(((long) i << 52) + 1, 1, false));
    }
    List<Decision> decisions =
        TraceKit.policies(composite(8, ERRORS_THEN_ALL + shares(50, 50))).decideAll(traces);

    assertThat(decisions.stream().filter(Decision::sampled)).hasSize(4);
    // Just above the one at 11/16 that came too late.
    assertThat(decisions.get(15).adjustedCount()).isCloseTo(16.0 / 5, within(1e-9));
  }

  @Test
  void whatSurprisesIsWarnedOf() throws PolicyFileException {
    List<String> warnings =
        PolicyFile.parse(
                TraceKit.yaml(
                    TraceKit.list(
                        composite(
                            10,
                            ERRORS_THEN_ALL
                                + ", policy_order: [errors, all]"
                                + ", rate_allocation: [{policy: erors, percent: 90},"
                                + " {policy: all, percent: 90}]"))))
            .warnings()
            .stream()
            .map(Finding::toString)
            .toList();

    assertThat(warnings).anyMatch(w -> w.contains("policy_order") && w.contains("Nothing reads"));
    assertThat(warnings).anyMatch(w -> w.contains("come to 180 %"));
    assertThat(warnings)
        .anyMatch(w -> w.contains("\"erors\"") && w.endsWith("Did you mean errors?"));
    assertThat(warnings).anyMatch(w -> w.contains("\"errors\" has no entry"));
  }

  private static StagedTrace of(long randomness, int spans, boolean error) {
    Status status = new Status(error ? Status.Code.ERROR : Status.Code.UNSET, "");
    List<SpanBuilder> builders = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      builders.add(span(i).traceId(new TraceId(7, randomness)).status(status));
    }
    return TraceKit.trace(builders.toArray(SpanBuilder[]::new));
  }
}
