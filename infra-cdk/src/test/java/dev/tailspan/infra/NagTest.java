package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NagTest {
  @Test
  void nothingIsFoundThatHasNoReason() {
    assertThat(Synthesized.standard().findings()).isEmpty();
  }

  @Test
  void nothingIsFoundWithEverythingSwitchedOn() {
    assertThat(Synthesized.special().findings()).isEmpty();
  }

  @Test
  void cloudFormationWouldFindNothingWrong() {
    for (Synthesized template : List.of(Synthesized.standard(), Synthesized.special())) {
      assertThat(template.validation().has("pluginReports")).isTrue();
      assertThat(template.validation().path("pluginReports").findValues("severity")).isEmpty();
    }
  }
}
