package dev.tailspan.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** The budgets of one limiter during one round. */
final class LimiterRound {
  private final Limiter limiter;
  private final RoundContext context;
  private final Map<Long, Budget> budgets = new HashMap<>();

  LimiterRound(Limiter limiter, RoundContext context) {
    this.limiter = limiter;
    this.context = context;
  }

  Limiter limiter() {
    return limiter;
  }

  int request(long key, long randomness, long cost) {
    return budgets.computeIfAbsent(key, this::open).request(randomness, cost);
  }

  boolean admitted(long key, int request) {
    return budget(key).admitted(request);
  }

  long threshold(long key, int request) {
    return budget(key).threshold(request);
  }

  long threshold(long key, long cost) {
    return budget(key).threshold(cost);
  }

  /** The one threshold the round's traces were cut at; 0 where there is none. */
  long cut(long key) {
    return budget(key) instanceof CutBudget cut ? cut.threshold() : 0;
  }

  private Budget budget(long key) {
    Budget budget = budgets.get(key);
    if (budget == null) {
      budget = open(key); // nobody asked
      budget.close();
      budgets.put(key, budget);
    }
    return budget;
  }

  private Budget open(long key) {
    double available = available(key);
    return limiter.threshold()
        ? new CutBudget(available, limiter.burst())
        : new FillingBudget(available, limiter.burst());
  }

  private double available(long key) {
    RoundClock clock = context.clock();
    RoundMemory memory = context.memory();
    OptionalDouble left = memory.left(limiter, key);
    if (left.isEmpty()) {
      return clock.start(limiter);
    }
    double elapsed = Math.max(0, context.endMillis() - memory.endMillis()) / 1000.0;
    return Math.min(clock.capacity(limiter), left.getAsDouble() + clock.grown(limiter, elapsed));
  }

  void close() {
    budgets.values().forEach(Budget::close);
  }

  /** What is left for the next round, the oldest remembered budgets that nobody used included. */
  SortedMap<Long, Double> left() {
    Map<Long, Double> left = new HashMap<>();
    SortedMap<Long, Double> before = context.memory().left().get(limiter.id());
    if (before != null) {
      before.keySet().forEach(key -> left.put(key, available(key)));
    }
    budgets.forEach((key, budget) -> left.put(key, budget.left()));
    if (limiter.keying() == null) {
      left.putIfAbsent(0L, available(0));
    } else {
      double full = context.clock().capacity(limiter);
      left.values().removeIf(value -> value >= full);
    }
    SortedMap<Long, Double> kept = new TreeMap<>();
    left.entrySet().stream()
        .sorted(
            Map.Entry.<Long, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(RoundMemory.MAX_KEYS)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }
}
