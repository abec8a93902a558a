package dev.tailspan.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.lambda.FunctionError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Clock clock = Clock.fixed(Instant.parse("2026-11-24T10:00:00.5Z"), ZoneOffset.UTC);

  @Test
  void theEventIsAScheduledOne() throws Exception {
    Schedule schedule = new Schedule("finalize", Duration.ofMinutes(1), event -> event, clock);
    JsonNode event = new ObjectMapper().readTree(schedule.runNow());
    assertThat(event.path("source").asText()).isEqualTo("aws.events");
    assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
    assertThat(event.path("time").asText()).isEqualTo("2026-11-24T10:00:00Z");
    assertThat(event.at("/resources/0").asText()).endsWith(":rule/finalize");
  }

  @Test
  void itRunsAgainAndAgainAlsoAfterErrors() throws Exception {
    CountDownLatch three = new CountDownLatch(3);
    try (Schedule schedule =
        new Schedule(
            "finalize",
            Duration.ofMillis(2),
            event -> {
              three.countDown();
              throw new FunctionError("java.lang.RuntimeException", "no");
            },
            clock)) {
      schedule.start();
      assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(schedule.failures()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void twoRunsNeverOverlap() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch some = new CountDownLatch(6);
    try (Schedule schedule =
        new Schedule(
            "finalize",
            Duration.ofMillis(1),
            event -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.sleep(5);
              inside.decrementAndGet();
              some.countDown();
              return event;
            },
            clock)) {
      schedule.start();
      schedule.runNow();
      schedule.runNow();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void aRateOfNothingIsRefused() {
    assertThatThrownBy(() -> new Schedule("finalize", Duration.ZERO, event -> event, clock))
        .hasMessageContaining("finalize");
  }
}
