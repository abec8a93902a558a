package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

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
}
