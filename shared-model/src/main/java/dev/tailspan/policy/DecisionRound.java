package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import dev.tailspan.trace.ServiceStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Traces that are decided together, as they share budgets: first every trace is {@linkplain #offer
 * offered}, then each is {@linkplain #decide decided}. The order of offering does not matter, as
 * budgets are spent in the order of the traces' randomness. Not for several threads.
 */
public final class DecisionRound {
  private final Processor processor;
  private final RoundContext context;
  private final List<LimiterRound> limiters;
  private final Map<Limiter, Integer> numbers = new HashMap<>();
  private final Map<TraceId, RoundEntry> entries = new HashMap<>();
  private final @Nullable ServiceStats offered;
  private boolean closed;

  DecisionRound(Processor processor, RoundContext context) {
    this.processor = processor;
    this.context = context;
    this.limiters =
        processor.limiters().stream()
            .map(limiter -> new LimiterRound(limiter, context, processor.maxKeys()))
            .toList();
    for (int i = 0; i < limiters.size(); i++) {
      numbers.put(limiters.get(i).limiter(), i);
    }
    boolean gated = limiters.stream().anyMatch(round -> round.limiter().gate() != null);
    this.offered = gated ? new ServiceStats() : null;
  }

  RoundContext context() {
    return context;
  }

  /** Whether any decision depends on other traces; if not, offering may be left out. */
  public boolean wantsOffers() {
    return !limiters.isEmpty();
  }

  /**
   * Takes notice of a trace of this round.
   *
   * @throws IllegalStateException when a trace has been decided already
   */
  public void offer(StagedTrace trace) {
    if (closed) {
      throw new IllegalStateException("the round is closed: a trace of it has been decided");
    }
    if (!wantsOffers()) {
      return;
    }
    if (offered != null) {
      offered.add(trace);
    }
    RoundDraw draw = new RoundDraw(trace, this, null, processor.useTraceState());
    ReachDraw reach = new ReachDraw(draw);
    CertainAnswers answers = CertainAnswers.of(trace, reach, processor.certainParts());
    if (processor.reachesLimiter(trace, answers, reach)) {
      long[] keys = new long[limiters.size()];
      long[] costs = new long[limiters.size()];
      for (int i = 0; i < keys.length; i++) {
        Limiter limiter = limiters.get(i).limiter();
        keys[i] = limiter.key(trace);
        limiters.get(i).notice(keys[i]);
        costs[i] = limiter.unit().cost(trace);
      }
      entries.put(
          trace.id(),
          new RoundEntry(
              trace.id(), draw.randomness(), draw.isConsistent(), keys, costs, answers.recorded()));
    }
  }

  /** Whether the trace, looked at whole, is kept; and why. */
  public Decision decide(StagedTrace trace) {
    close();
    return processor.decide(
        trace, new RoundDraw(trace, this, entries.get(trace.id()), processor.useTraceState()));
  }

  /** What the next round has to know; decides nothing. */
  public RoundMemory after() {
    close();
    SortedMap<String, SortedMap<Long, Double>> left = new TreeMap<>();
    limiters.forEach(round -> left.put(round.limiter().id(), round.left()));
    return new RoundMemory(context.endMillis(), left);
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (offered != null) {
      Baseline seen = Baseline.of(offered, List.of());
      limiters.forEach(round -> round.open(seen));
    }
    List<RoundEntry> sorted = new ArrayList<>(entries.values());
    sorted.sort(RoundEntry.HIGHEST_FIRST);
    List<RoundEntry> undropped = new ArrayList<>(sorted.size());
    for (RoundEntry entry : sorted) {
      Draw draw = new SpendDraw(entry);
      CertainAnswers answers = CertainAnswers.replay(entry.answers(), draw);
      if (!processor.isDropped(answers, draw)) {
        undropped.add(entry);
        processor.cuts(answers, draw, limiter -> request(entry, limiter));
      }
    }
    closeBudgets(true);
    for (RoundEntry entry : undropped) {
      Draw draw = new SpendDraw(entry);
      processor.ask(CertainAnswers.replay(entry.answers(), draw), draw);
    }
    closeBudgets(false);
  }

  private void closeBudgets(boolean cut) {
    limiters.stream().filter(l -> l.limiter().threshold() == cut).forEach(LimiterRound::close);
  }

  private void request(RoundEntry entry, Limiter limiter) {
    int number = number(limiter);
    entry.request(limiters.get(number), number);
  }

  private int number(Limiter limiter) {
    Integer number = numbers.get(limiter);
    if (number == null) {
      throw new IllegalArgumentException("limiter " + limiter.id() + " is of another file");
    }
    return number;
  }

  boolean admitted(RoundEntry entry, Limiter limiter) {
    int number = number(limiter);
    return entry.admitted(limiters.get(number), number);
  }

  long threshold(RoundEntry entry, Limiter limiter) {
    int number = number(limiter);
    return entry.threshold(limiters.get(number), number);
  }

  /** For a trace that was not offered, or could come to no limiter. */
  long threshold(StagedTrace trace, Limiter limiter) {
    return limiters.get(number(limiter)).threshold(limiter.key(trace), limiter.unit().cost(trace));
  }

  long cut(StagedTrace trace, Limiter limiter) {
    return limiters.get(number(limiter)).cut(limiter.key(trace));
  }

  /** Asks for room while the round's budgets are spent. */
  private final class SpendDraw implements Draw {
    private final RoundEntry entry;

    SpendDraw(RoundEntry entry) {
      this.entry = entry;
    }

    @Override
    public long hash(Salt salt) {
      return salt.hash(entry.id());
    }

    @Override
    public long randomness() {
      return entry.randomness();
    }

    @Override
    public boolean isConsistent() {
      return entry.isConsistent();
    }

    @Override
    public boolean admits(Limiter limiter) {
      if (!limiter.threshold()) {
        request(entry, limiter);
      }
      return admitted(entry, limiter);
    }

    @Override
    public long threshold(Limiter limiter) {
      return 0;
    }

    @Override
    public RoundContext round() {
      return context;
    }
  }
}
