package dev.tailspan.functions.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
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

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    REQUIRED.forEach(name -> environment.put(name, "x"));
    return environment;
  }
}
