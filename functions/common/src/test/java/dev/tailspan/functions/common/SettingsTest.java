package dev.tailspan.functions.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String GATE = "processor.tailsamplingprocessor.usetracestate";
  private static final String RECORD_POLICY = "processor.tailsamplingprocessor.recordpolicy";
  private static final List<String> REQUIRED =
      List.of(
          "TAILSPAN_STREAM",
          "TAILSPAN_STAGING_TABLE",
          "TAILSPAN_STATE_TABLE",
          "TAILSPAN_INDEX_TABLE",
          "TAILSPAN_BLOCKS_BUCKET",
          "TAILSPAN_ARCHIVE_BUCKET",
          "TAILSPAN_QUARANTINE_BUCKET",
          "TAILSPAN_POLICY_BUCKET");

  @Test
  void whatIsMissingIsNamedAllAtOnce() {
    assertThatThrownBy(() -> Settings.from(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(REQUIRED);
  }

  @Test
  void finalizeWorksInOnePlaceUnlessToldOtherwise() {
    assertThat(Settings.from(with(Map.of())).finalizeFanout()).isEqualTo(1);
    assertThat(Settings.from(with(Map.of("TAILSPAN_FINALIZE_FANOUT", "16"))).finalizeFanout())
        .isEqualTo(16);
  }

  @Test
  void everyWrongNumberIsNamed() {
    assertThatThrownBy(
            () ->
                Settings.from(
                    with(
                        Map.of(
                            "TAILSPAN_FINALIZE_FANOUT", "0",
                            "TAILSPAN_QUIET_SECONDS", "soon",
                            "TAILSPAN_STEP_SECONDS", "15"))))
        .hasMessageContaining("TAILSPAN_FINALIZE_FANOUT")
        .hasMessageContaining("'soon'")
        .hasMessageContaining("TAILSPAN_STEP_SECONDS must be a multiple");
  }

  @Test
  void blocksThatWouldExpireBeforeTheirTracesAreDecidedAreRefused() {
    assertThatThrownBy(() -> Settings.from(with(Map.of("TAILSPAN_STAGING_TTL_SECONDS", "689"))))
        .hasMessageContaining("TAILSPAN_STAGING_TTL_SECONDS (689) must be at least")
        .hasMessageContaining("(690)");
    assertThat(
            Settings.from(with(Map.of("TAILSPAN_STAGING_TTL_SECONDS", "690"))).stagingTtlSeconds())
        .isEqualTo(690);
  }

  @Test
  void policiesAreReadAsAFileWithOneProcessorUnlessToldOtherwise() {
    assertThat(Settings.from(with(Map.of())).policyReading()).isEqualTo(PolicyReading.DEFAULT);
    assertThat(
            Settings.from(
                    with(
                        Map.of(
                            "TAILSPAN_POLICY_PROCESSOR",
                            "tail_sampling/errors",
                            "TAILSPAN_FEATURE_GATES",
                            GATE + ",-" + RECORD_POLICY)))
                .policyReading())
        .isEqualTo(
            new PolicyReading(Optional.of("tail_sampling/errors"), new FeatureGates(true, false)));
  }

  @Test
  void aProcessorOrAGateThatCannotBeIsRefusedByTheNameOfItsSetting() {
    assertThatThrownBy(
            () ->
                Settings.from(
                    with(
                        Map.of(
                            "TAILSPAN_POLICY_PROCESSOR",
                            "tail_sampling/",
                            "TAILSPAN_FEATURE_GATES",
                            GATE + "s"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TAILSPAN_POLICY_PROCESSOR is no name of a processor")
        .hasMessageContaining("TAILSPAN_FEATURE_GATES: there is no feature gate")
        .hasMessageContaining("did you mean " + GATE);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    REQUIRED.forEach(name -> environment.put(name, "x"));
    return environment;
  }
}
