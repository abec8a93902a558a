package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an estimate multiplies the weights of kept traces with. */
class KeepChancesTest {
  private static final String MIXED =
      """
      policies:
        - {name: slow, type: latency, latency: {threshold_ms: 500}}
        - {name: tenth, type: probabilistic, probabilistic: {sampling_percentage: 10}}
        - {name: fifth, type: probabilistic, probabilistic: {sampling_percentage: 20, hash_salt: x}}
        - {name: rate, type: rate_limiting, rate_limiting: {spans_per_second: 100}}
      """;

  @Test
  void whatIsCertainToKeepItHasAllTheChance() throws Exception {
    assertThat(chances(MIXED, trace(1, 600))).isEqualTo(Map.of("slow", 1.0));
  }

  @Test
  void otherwiseTheWholeChanceIsSharedInProportionWhateverTheIdSays() throws Exception {
    for (long id = 1; id < 50; id++) {
      Map<String, Double> chances = chances(MIXED, trace(id, 100));

      assertThat(chances).containsOnlyKeys("tenth", "fifth");
      assertThat(chances.get("tenth") + chances.get("fifth"))
          .isEqualTo(1 - 0.9 * 0.8, within(1e-3));
      assertThat(chances.get("fifth") / chances.get("tenth")).isEqualTo(2, within(1e-2));
    }
  }

  @Test
  void theWholeChanceIsOneOverTheAdjustedCountOfAKeptTrace() throws Exception {
    String two = MIXED.substring(0, MIXED.indexOf("  - {name: rate"));
    PolicyFile file = file(two);
    int kept = 0;
    for (long id = 1; id < 200; id++) {
      Decision decision = file.decide(trace(id, 100));
      double chance = sum(chances(two, trace(id, 100)));
      if (decision.sampled()) {
        kept++;
        assertThat(1 / chance).isEqualTo(decision.adjustedCount(), within(1e-9));
      }
    }
    assertThat(kept).isBetween(20, 100);
  }

  @Test
  void aTraceThatIsDroppedHasNone() throws Exception {
    String drops =
        MIXED
            + """
              - name: health
                type: drop
                drop:
                  drop_sub_policy:
                    - {name: short, type: latency, latency: {threshold_ms: 1}}
            """;

    assertThat(chances(drops, trace(1, 600))).isEmpty();
  }

  @Test
  void policiesWithBudgetsAreNamed() throws Exception {
    assertThat(file(MIXED).chances().budgeted()).containsExactly("rate");
  }

  private static double sum(Map<String, Double> chances) {
    return chances.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static StagedTrace trace(long id, long millis) {
    return TraceKit.trace(
        TraceKit.span(1)
            .traceId(new TraceId(id * 0x9e3779b97f4a7c15L, id))
            .times(TraceKit.START, TraceKit.START + millis * TraceKit.MILLI));
  }

  private static Map<String, Double> chances(String yaml, StagedTrace trace)
      throws PolicyFileException {
    return file(yaml).chances().of(trace, RoundContext.standingStill(0));
  }

  private static PolicyFile file(String yaml) throws PolicyFileException {
    return PolicyFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
