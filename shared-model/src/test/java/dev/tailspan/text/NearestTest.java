package dev.tailspan.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KEYS = List.of("threshold_ms", "upper_threshold_ms", "key");

  @Test
  void aMissingASwappedOrAWrongLetterIsForgiven() {
    assertThat(Nearest.to("treshold_ms", KEYS)).isEqualTo("threshold_ms");
    assertThat(Nearest.to("thershold_ms", KEYS)).isEqualTo("threshold_ms");
    assertThat(Nearest.to("Threshold_MS", KEYS)).isEqualTo("threshold_ms");
    assertThat(Nearest.to("thresholdMs", KEYS)).isEqualTo("threshold_ms");
    assertThat(Nearest.to("kye", KEYS)).isEqualTo("key");
  }

  @Test
  void somethingElseHasNoNearest() {
    assertThat(Nearest.to("percentage", KEYS)).isEmpty();
    assertThat(Nearest.to("", KEYS)).isEmpty();
    assertThat(Nearest.to("x".repeat(1_000), KEYS)).isEmpty();
  }
}
