package dev.tailspan.simulation;

import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.PastRounds;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.TraceId;
import dev.tailspan.simulation.Tally.Wrong;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Somebody who looks traces up while everything is under way, and remembers what was kept. */
final class Lookups {
  private final World world;
  private final Cloud cloud;
  private final Tally tally;
  private final FindTrace finder;
  private final Predicate<Sent> mayBeGone;
  private final Map<TraceId, Set<SpanKey>> keptBefore = new HashMap<>();

  /**
   * @param mayBeGone whether a record may have outlived its time in staging by now
   */
  Lookups(Scenario scenario, World world, Cloud cloud, Tally tally, Predicate<Sent> mayBeGone) {
    this.world = world;
    this.cloud = cloud;
    this.tally = tally;
    this.mayBeGone = mayBeGone;
    Cloud.Stores stores = cloud.outside();
    this.finder =
        new FindTrace(
            new FindTrace.Stores(
                stores.dynamoDb.staging(),
                stores.watermarks(),
                stores.dynamoDb.decisions(),
                stores.dynamoDb.index(),
                stores.archive()),
            scenario.layout(),
            new PastRounds(
                stores.dynamoDb.decisions(),
                stores.dynamoDb.stats(),
                stores.policies(),
                scenario.layout(),
                scenario.stepSlices()),
            Scenario.MAX_SPANS_PER_TRACE);
  }

  /** Whether the index knows of a trace, for whatever reason. */
  boolean isIndexed(TraceId id) {
    return cloud.tables.holds(Cloud.TABLES.index(), "trace#" + id.hex());
  }

  /**
   * Looks up what the index knows of and nobody has seen kept: it counts, though the step that has
   * written it may not be committed.
   */
  void lookUpWhatIsIndexed(Map<TraceId, List<Sent>> recordsByTrace) {
    recordsByTrace.forEach(
        (id, sent) -> {
          if (!keptBefore.containsKey(id) && isIndexed(id)) {
            lookUp(id, sent);
          }
        });
  }

  /**
   * Looks a trace up.
   *
   * @param sent all records with spans of it
   */
  FoundTrace lookUp(TraceId id, List<Sent> sent) {
    FoundTrace found = finder.find(id, world.now());
    Set<SpanKey> before = keptBefore.get(id);
    Set<SpanKey> now = new HashSet<>();
    found.spans().forEach(span -> now.add(SpanKey.of(span)));
    if (before != null) {
      tally.checked(Invariant.KEEP_STAYS, 1);
    }
    if (before != null && found.state() != TraceState.KEPT) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " was kept and is " + found.state());
    } else if (before != null && !found.truncated() && !now.containsAll(stillThere(before, sent))) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " has lost spans it was kept with");
    }
    if (found.state() == TraceState.KEPT) {
      keptBefore.put(id, now);
      checkWhole(id, now, found.truncated(), sent);
    }
    return found;
  }

  /** A late span may be seen with a kept trace and expire before a step has archived it. */
  private Set<SpanKey> stillThere(Set<SpanKey> before, List<Sent> sent) {
    Set<SpanKey> there = new HashSet<>(before);
    sent.stream()
        .filter(mayBeGone)
        .flatMap(record -> record.spans().stream())
        .map(SpanKey::of)
        .forEach(there::remove);
    return there;
  }

  /** A kept trace is returned with all of its spans that were seen staged. */
  private void checkWhole(TraceId id, Set<SpanKey> found, boolean truncated, List<Sent> sent) {
    tally.checked(Invariant.KEEP_STAYS, 1);
    boolean whole =
        truncated
            || sent.stream()
                .filter(record -> record.isDurable() && !mayBeGone.test(record))
                .flatMap(record -> record.spans().stream())
                .filter(span -> span.traceId().equals(id))
                .allMatch(span -> found.contains(SpanKey.of(span)));
    if (!whole) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " was kept and is not returned whole");
    }
  }
}
