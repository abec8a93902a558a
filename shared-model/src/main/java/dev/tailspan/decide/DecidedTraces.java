package dev.tailspan.decide;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which traces of a bucket were decided before, from the decided sets of committed steps. Kept
 * between invocations, so that each set is loaded once in a process' life.
 */
final class DecidedTraces {
  private final DecisionStore store;
  private final int bucket;
  private final Deque<DecidedSet> newestFirst = new ArrayDeque<>();
  private Fingerprints known = new Fingerprints();

  DecidedTraces(DecisionStore store, int bucket) {
    this.store = store;
    this.bucket = bucket;
  }

  /**
   * Loads what other runs have committed since, and forgets what nothing staged can refer to.
   *
   * @param nextStep sets of this step or later come from a run that never committed: they do not
   *     count
   * @param oldestSlice sets that end before it are forgotten
   */
  void refresh(long nextStep, long oldestSlice) {
    long after = newestFirst.isEmpty() ? oldestSlice : newestFirst.getFirst().endSlice();
    for (DecidedSet set : store.decided(bucket, after)) {
      if (set.step() < nextStep) {
        add(set);
      }
    }
    while (!newestFirst.isEmpty() && newestFirst.getLast().endSlice() < oldestSlice) {
      newestFirst.removeLast();
    }
    long held = newestFirst.stream().mapToLong(DecidedSet::size).sum();
    if (known.size() > 2 * held + 1024) {
      known = new Fingerprints();
      newestFirst.forEach(this::remember);
    }
  }

  /** Adds a committed set that is newer than all others. */
  void add(DecidedSet set) {
    newestFirst.addFirst(set);
    remember(set);
  }

  /** The sets whose steps end after a slice and not after another, of those that are held. */
  List<DecidedSet> between(long afterSlice, long upToSlice) {
    return newestFirst.stream()
        .filter(set -> set.endSlice() > afterSlice && set.endSlice() <= upToSlice)
        .toList();
  }

  private void remember(DecidedSet set) {
    for (int i = 0; i < set.size(); i++) {
      known.add(set.id(i));
    }
  }

  /** The last step before {@code step} that decided the trace. */
  Optional<Earlier> find(TraceId id, long step) {
    if (!known.mayContain(id)) {
      return Optional.empty();
    }
    for (DecidedSet set : newestFirst) {
      OptionalLong first = set.step() < step ? set.firstSlice(id) : OptionalLong.empty();
      if (first.isPresent()) {
        return Optional.of(
            new Earlier(set.step(), set.endSlice(), first.getAsLong(), set.policyVersion()));
      }
    }
    return Optional.empty();
  }

  /**
   * An earlier decision.
   *
   * @param endSlice spans from this slice on were not looked at
   * @param firstSlice where the trace's spans begin
   */
  record Earlier(long step, long endSlice, long firstSlice, String policyVersion) {
    /** The spans that came since. */
    List<StagedSpan> fresh(StagedTrace whole) {
      return whole.spans().stream().filter(span -> span.slice() >= endSlice).toList();
    }
  }
}
