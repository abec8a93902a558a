package dev.tailspan.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The budgets of one limiter during one round. Of more than {@link RoundMemory#maxKeys} keys the
 * lowest have budgets of their own, the others one in common: keys are hashes, so these are any,
 * and the same in whatever order the traces come.
 */
final class LimiterRound {
  /** The key all those share that have no budget of their own: the highest. */
  static final long OTHER = -1;

  private final Limiter limiter;
  private final RoundContext context;
  private final int maxKeys;
  private final NavigableSet<Long> keys = new TreeSet<>(Long::compareUnsigned);
  private final Map<Long, Budget> budgets = new HashMap<>();
  private long firstOther = OTHER;
  private Baseline offered = Baseline.NONE;

  LimiterRound(Limiter limiter, RoundContext context, int maxKeys) {
    this.limiter = limiter;
    this.context = context;
    this.maxKeys = maxKeys;
  }

  Limiter limiter() {
    return limiter;
  }

  /** Of every trace that may ask, before the first one does. */
  void notice(long key) {
    if (limiter.keying() != null && Long.compareUnsigned(key, firstOther) < 0) {
      keys.add(key);
      if (keys.size() > maxKeys) {
        firstOther = Objects.requireNonNull(keys.pollLast());
      }
    }
  }

  private long own(long key) {
    return limiter.keying() == null || Long.compareUnsigned(key, firstOther) < 0 ? key : OTHER;
  }

  /** Tells what the round's traces are like, before the first one asks. */
  void open(Baseline offered) {
    this.offered = offered;
  }

  private boolean isShut(long key) {
    return limiter.gate() != null && !limiter.gate().isOpen(key, offered, context.baseline());
  }

  int request(long key, long randomness, long cost) {
    return budgets.computeIfAbsent(own(key), this::open).request(randomness, cost);
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
    long own = own(key);
    Budget budget = budgets.get(own);
    if (budget == null) {
      budget = open(own); // nobody asked
      budget.close();
      budgets.put(own, budget);
    }
    return budget;
  }

  private Budget open(long key) {
    double available = isShut(key) ? 0 : available(key);
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
    budgets.forEach((key, budget) -> left.put(key, isShut(key) ? available(key) : budget.left()));
    if (limiter.keying() == null) {
      left.putIfAbsent(0L, available(0));
    } else {
      double full = context.clock().full(limiter);
      left.values().removeIf(value -> value >= full);
    }
    SortedMap<Long, Double> kept = new TreeMap<>();
    left.entrySet().stream()
        .sorted(
            Map.Entry.<Long, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(maxKeys)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }
}
