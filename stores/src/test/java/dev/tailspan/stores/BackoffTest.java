package dev.tailspan.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final FakeTime time = new FakeTime();

  @Test
  void theLimitDoublesUpToTheLongestWait() {
    Backoff.Attempts attempts = backoff(new Highest(), 10, 50, 1_000_000).start();
    for (int i = 0; i < 6; i++) {
      assertThat(attempts.pause()).isTrue();
    }

    assertThat(time.sleeps()).containsExactly(10L, 20L, 40L, 50L, 50L, 50L);
  }

  @Test
  void waitsAreSpreadOverTheWholeRange() {
    Backoff.Attempts attempts = backoff(new Random(1), 100, 100, 1_000_000).start();
    for (int i = 0; i < 200; i++) {
      attempts.pause();
    }

    assertThat(time.sleeps()).allMatch(millis -> millis >= 0 && millis <= 100);
    assertThat(time.sleeps()).anyMatch(millis -> millis < 10).anyMatch(millis -> millis > 90);
  }

  @Test
  void endsWithTheTotalTimeAttemptsIncluded() {
    Backoff.Attempts attempts = backoff(new Highest(), 10, 10, 100).start();
    assertThat(attempts.pause()).isTrue();
    time.pass(75);
    assertThat(attempts.pause()).isTrue();

    assertThat(attempts.pause()).isFalse();
    assertThat(time.sleeps()).hasSize(2);
  }

  @Test
  void anInterruptEndsIt() {
    Backoff backoff =
        new Backoff(
            new Highest(),
            millis -> {
              throw new InterruptedException();
            },
            time,
            new Backoff.Bounds(1, 1, 100));

    assertThat(backoff.start().pause()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refusesBoundsThatMakeNoSense() {
    assertThatThrownBy(() -> new Backoff.Bounds(10, 5, 100)).hasMessageContaining("10, 5, 100");
  }

  private Backoff backoff(Random random, long first, long longest, long total) {
    return new Backoff(random, time, time, new Backoff.Bounds(first, longest, total));
  }

  private static final class Highest extends Random {
    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }
}
