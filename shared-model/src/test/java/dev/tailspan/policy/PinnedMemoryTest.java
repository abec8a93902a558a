package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.TraceId;
import dev.tailspan.trace.ServiceStats;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** 10,000 operations take less than 16 MB of what is pinned, ten policies that look at them. */
class PinnedMemoryTest {
  private static final long BOUND = 16 << 20;
  private static final int COPIES = 24;

  private static long bytes(Supplier<Object> make) {
    List<Object> held = new ArrayList<>(COPIES);
    make.get(); // what is loaded and remembered at the first time is not counted
    long before = used();
    for (int i = 0; i < COPIES; i++) {
      held.add(make.get());
    }
    long after = used();
    assertThat(held).hasSize(COPIES);
    return (after - before) / COPIES;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static String[] tenPercentiles() {
    String[] policies = new String[10];
    for (int i = 0; i < policies.length; i++) {
      policies[i] = "type: percentile_latency, percentile_latency: {percentile: " + (90 + i) + "}";
    }
    return policies;
  }

  @Test
  void whatIsLookedUpOfTheTrafficBefore() {
    ServiceStats stats = new ServiceStats();
    SplittableRandom random = new SplittableRandom(1);
    for (int operation = 0; operation < Baseline.MAX_OPERATIONS + 500; operation++) {
      String name = "service-" + operation % 100 + " operation-" + operation / 100 + " ";
      for (int call = 0; call < 5; call++) {
        stats.add(
            WrittenTrace.read(
                name + (1 + random.nextInt(2000)) + "ms", new TraceId(1, random.nextLong())));
      }
    }
    PolicyFile file = TraceKit.policies(tenPercentiles());
    assertThat(file.baseline(stats).size()).isEqualTo(Baseline.MAX_OPERATIONS);

    assertThat(bytes(() -> file.baseline(stats))).isBetween(100_000L, BOUND / 2);
  }

  @Test
  void whatIsRememberedOfBudgets() {
    PolicyFile file =
        TraceKit.policies(
            "type: rare_operation, rare_operation: {traces_per_minute: 1, key: [id]}",
            "type: diversity, diversity: {period: 1h}");
    SplittableRandom random = new SplittableRandom(2);
    DecisionRound round = file.round(RoundContext.standingStill(0));
    for (int i = 0; i < RoundMemory.MAX_KEYS + 500; i++) {
      TraceId id = new TraceId(random.nextLong(), random.nextLong());
      round.offer(WrittenTrace.read("a x" + i + " id=" + i, id));
    }
    byte[] encoded = round.after().encode();

    assertThat(encoded.length).isBetween(20_000 * 16, 20_000 * 16 + 100);
    assertThat(bytes(() -> RoundMemory.decode(encoded))).isBetween(100_000L, BOUND / 4);
  }

  @Test
  void ofManyPoliciesWithKeysEachRemembersFewer() {
    String[] policies = new String[40];
    for (int i = 0; i < policies.length; i++) {
      policies[i] = "type: rare_operation, rare_operation: {traces_per_minute: 1, key: [id]}";
    }
    PolicyFile file = TraceKit.policies(policies);
    DecisionRound round = file.round(RoundContext.standingStill(0));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3_000; i++) {
      TraceId id = new TraceId(random.nextLong(), random.nextLong());
      round.offer(WrittenTrace.read("a x id=" + i, id));
    }

    assertThat(round.after().left()).hasSize(40);
    assertThat(round.after().left().values()).allMatch(keys -> keys.size() == 2_500);
  }
}
