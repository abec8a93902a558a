package dev.tailspan.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0s",
        "30s",
        "1m30s",
        "1h0m0s",
        "1h0m1.5s",
        "500ms",
        "1.5ms",
        "0.000001ms",
        "-2m0s"
      })
  void whatIsWrittenIsReadAsTheSame(String text) {
    assertThat(GoDuration.format(GoDuration.parse(text))).isEqualTo(text);
  }
}
