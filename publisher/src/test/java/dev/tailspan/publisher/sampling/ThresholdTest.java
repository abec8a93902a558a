package dev.tailspan.publisher.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  /** As in OpenTelemetry's specification, where 1 % is fd70a, to two digits more. */
  @ParameterizedTest
  @CsvSource({
    "1, 00000000000000",
    "0.5, 80000000000000",
    "0.25, c0000000000000",
    "0.3333333333333333, aaaab000000000",
    "0.1, e6666000000000",
    "0.01, fd70a400000000",
    "0.001, ffbe76d0000000"
  })
  void isOneMinusTheShareOfTheRange(double share, String digits) {
    assertThat("%014x".formatted(Threshold.ofShare(share))).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.999, 0.7, 0.5, 0.1, 0.01, 1e-3, 1e-6, 1e-12})
  void theShareIsTrueToATenthOfAPercentAndWrittenShort(double share) {
    long threshold = Threshold.ofShare(share);
    double passing = (double) (Threshold.NEVER - threshold) / Threshold.NEVER;
    assertThat(passing).isCloseTo(share, within(share * 0.001));
    String digits = "%014x".formatted(threshold).replaceAll("0+$", "");
    assertThat(digits.replaceAll("^f+", "")).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void nothingPassesAShareOfNoneAndAllPassMoreThanAll() {
    assertThat(Threshold.ofShare(0)).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.ofShare(-1)).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.ofShare(Double.NaN)).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.ofShare(7)).isZero();
    assertThat(Threshold.ofShare(1e-30)).isEqualTo(Threshold.NEVER - 1);
  }
}
