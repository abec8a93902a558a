package dev.tailspan.publisher.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRateTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(-5 * SECOND);

  private static double share(long threshold) {
    return (double) (Threshold.NEVER - threshold) / Threshold.NEVER;
  }

  /** Traces expected to be sampled a second, arriving at random. */
  private double sampledPerSecond(TargetRate rate, double perSecond, int seconds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double sampled = 0;
    long end = nanos.get() + seconds * SECOND;
    while (nanos.get() < end) {
      nanos.addAndGet(Math.round(-Math.log(1 - random.nextDouble()) / perSecond * SECOND));
      sampled += share(rate.next());
    }
    return sampled / seconds;
  }

  @ParameterizedTest
  @CsvSource({"10, 1000", "10, 50", "1, 200", "0.05, 3"})
  void inTheLongRunSoManyPassASecond(double target, double traffic) {
    TargetRate rate = TargetRate.of(target, nanos::get);
    sampledPerSecond(rate, traffic, 200, 1);
    assertThat(sampledPerSecond(rate, traffic, 1_000, 2)).isCloseTo(target, within(target * 0.1));
  }

  @Test
  void belowTheTargetAllPass() {
    TargetRate rate = TargetRate.of(10, nanos::get);
    for (int i = 0; i < 100; i++) {
      nanos.addAndGet(SECOND / 5);
      assertThat(rate.next()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 1, 50})
  void aTraceThatComesAloneAfterLongPasses(double target) {
    TargetRate rate = TargetRate.of(target, nanos::get);
    nanos.addAndGet(100_000 * SECOND);
    assertThat(rate.next()).isZero();
    nanos.addAndGet(100_000 * SECOND);
    assertThat(rate.next()).isZero();
  }

  @Test
  void aBurstIsThinnedWhileItComesAndNoTracesChanceIsEverNone() {
    TargetRate rate = TargetRate.of(10, nanos::get);
    double expected = 0;
    for (int i = 0; i < 100_000; i++) {
      long threshold = rate.next();
      assertThat(threshold).isLessThan(Threshold.NEVER);
      expected += share(threshold);
    }
    // The window's 100, and 100 * ln(1000) of the rest
    assertThat(expected).isCloseTo(790, within(20.0));
  }

  @Test
  void aClockThatStepsBackChangesNothing() {
    TargetRate rate = TargetRate.of(1, nanos::get);
    for (int i = 0; i < 100; i++) {
      rate.next();
    }
    double before = share(rate.next());
    nanos.addAndGet(-60 * SECOND);
    assertThat(share(rate.next())).isCloseTo(before, within(before * 0.02));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aRateIsOverNone(double target) {
    assertThatThrownBy(() -> TargetRate.of(target, nanos::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("over 0");
  }

  @Test
  void rareOperationsStayWholeWhileBusyOnesAreThinned() {
    RatePerOperation rates = new RatePerOperation(1, nanos::get);
    double busy = 0;
    for (int second = 0; second < 300; second++) {
      for (int i = 0; i < 100; i++) {
        nanos.addAndGet(SECOND / 100);
        busy += share(rates.of("GET /cart"));
      }
      if (second % 5 == 0) {
        assertThat(rates.of("POST /refund")).isZero();
      }
    }
    assertThat(busy / 300).isCloseTo(1, within(0.3));
  }

  @Test
  void namesWithoutEndShareARateUntilOthersWereIdle() {
    RatePerOperation rates = new RatePerOperation(1, nanos::get);
    for (int i = 0; i < RatePerOperation.MOST_OPERATIONS; i++) {
      rates.of("GET /cart/" + i);
    }
    double shared = 0;
    for (int i = 0; i < 1_000; i++) {
      shared += share(rates.of("GET /user/" + i));
    }
    assertThat(shared).as("as one operation").isLessThan(100);
    nanos.addAndGet(100 * SECOND);
    double own = 0;
    for (int i = 0; i < 500; i++) {
      own += share(rates.of("GET /item/" + i));
    }
    assertThat(own).as("each its own again").isEqualTo(500);
  }
}
