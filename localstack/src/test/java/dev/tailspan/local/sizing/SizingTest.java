package dev.tailspan.local.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what {@code bench cost} counted, and against the limits by hand. */
class SizingTest {
  private static final double MONTH_MILLIONS = Setup.SECONDS_A_MONTH / 1e6;

  private static Sizing of(double spansPerSecond) {
    return Sizing.of(new Load(spansPerSecond, 0.01, 500));
  }

  @Test
  void fullBatchesOfOneShardTakeWhatBenchCostCounted() {
    Load load = new Load(9_000 / 4.308, 0.0099, 500);
    Staging staging = Staging.of(load, 1, 8);
    double million = load.spansPerSecond() / 1e6;
    assertThat(staging.writesPerSecond() / million).isCloseTo(1_463, within(120.0));
    assertThat(staging.readsPerSecond() / million).isCloseTo(111, within(10.0));
    assertThat(staging.putsPerSecond() / million).isCloseTo(1_230, within(120.0));
  }

  @Test
  void batchesOfAHundredSpansTakeWhatBenchCostCounted() {
    Staging staging = Staging.of(new Load(100, 0.0082, 501), 1, 8, 1);
    double slices = staging.blocksPerBatch();
    assertThat(slices).isEqualTo(1.1);
    // The benchmark's batches each lay in one slice.
    Staging whole = new Staging(1, 1, 501 * 100 / Measured.PACKED, 1);
    assertThat(whole.writesPerSecond() * 1e4).isCloseTo(80_000, within(10_000.0));
    assertThat(staging.putsPerSecond()).isZero();
  }

  @Test
  void theWholeOfOneFullShardIsNearWhatBenchCostCounted() {
    double spans = 1_600;
    assertThat(of(spans).usage().writeUnits() / (spans * MONTH_MILLIONS))
        .isCloseTo(3_093, within(300.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1600, 1", "1601, 2", "100000, 63", "1000000, 625"})
  void shardsAreFilledToFourFifths(double spans, int shards) {
    assertThat(of(spans).shards()).isEqualTo(shards);
  }

  @Test
  void bucketsAreAtLeastAsManyAsThoseWhoShareThem() {
    for (double spans = 1; spans < 1e8; spans *= 3) {
      Sizing sizing = of(spans);
      assertThat(sizing.buckets()).isGreaterThanOrEqualTo(Math.max(8, sizing.fanout()));
      assertThat(sizing.limits())
          .isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
    }
  }

  @Test
  void moreKeptAndLargerSpansCostMore() {
    double usual = of(1_000).dollarsPerMonth();
    assertThat(Sizing.of(new Load(1_000, 0.5, 500)).dollarsPerMonth()).isGreaterThan(usual);
    assertThat(Sizing.of(new Load(1_000, 0.01, 2_000)).dollarsPerMonth()).isGreaterThan(usual);
  }

  /** Blocks of a bucket lie under one prefix, which takes 3,500 PUTs a second. */
  @ParameterizedTest
  @CsvSource({"1000, 0.125", "100000, 0.125", "1000000, 0.03125"})
  void blocksInS3AreNoMoreThanAPrefixTakes(double spans, double ofAll) {
    Sizing sizing = of(spans);
    Limit puts =
        sizing.limits().stream().filter(l -> l.name().equals("S3 PUTs")).findFirst().orElseThrow();
    assertThat(puts.used()).isPositive().isEqualTo(sizing.staging().putsPerSecond() * ofAll);
    assertThat(puts.share()).isEqualTo(puts.used() / 3_500).isLessThan(0.1);
  }

  @Test
  void theTableSaysWhichLimitIsExceeded() {
    Sizing tooMuch = of(1e7);
    assertThat(tooMuch.limits().get(0).share()).isGreaterThan(1);
    assertThat(SizingTable.of(List.of(tooMuch)))
        .contains("10,000,000 spans a second are over a limit");
    assertThat(SizingTable.of(List.of(of(1_000)))).doesNotContain("over a limit");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 2e9})
  void loadsThatAreNoneAreRefused(double spans) {
    assertThatThrownBy(() -> of(spans))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spans per second must be");
  }
}
