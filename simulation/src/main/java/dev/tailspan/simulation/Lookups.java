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
  private final Scenario scenario;
  private final FindTrace atOnce;
  private final Dice dice;
  private final Predicate<Sent> mayBeGone;
  private final Map<TraceId, Set<SpanKey>> keptBefore = new HashMap<>();

  /**
   * @param mayBeGone whether a record may have outlived its time in staging by now
   */
  Lookups(Scenario scenario, World world, Cloud cloud, Tally tally, Predicate<Sent> mayBeGone) {
    this.scenario = scenario;
    this.world = world;
    this.cloud = cloud;
    this.tally = tally;
    this.mayBeGone = mayBeGone;
    this.atOnce = finder(cloud.outside());
    this.dice = new Dice(scenario.seed(), "lookups");
  }

  private FindTrace finder(Cloud.Stores stores) {
    return new FindTrace(
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
    return lookUp(atOnce, id, sent);
  }

  /**
   * Looks a trace up while ingest and finalize go on between its requests: what was there when it
   * began must be found.
   */
  void lookUpOverTime(TraceId id, List<Sent> sent) {
    // In a process of its own, as an invocation has while it is under way.
    lookUp(finder(cloud.leisurely(dice)), id, sent);
  }

  private FoundTrace lookUp(FindTrace finder, TraceId id, List<Sent> sent) {
    Set<SpanKey> before = Set.copyOf(keptBefore.getOrDefault(id, Set.of()));
    boolean wasKept = keptBefore.containsKey(id) || isIndexed(id);
    List<Sent> staged = sent.stream().filter(Sent::isDurable).toList();
    FoundTrace found = finder.find(id, world.now());
    Set<SpanKey> now = new HashSet<>();
    found.spans().forEach(span -> now.add(SpanKey.of(span)));
    if (wasKept) {
      tally.checked(Invariant.KEEP_STAYS, 1);
    }
    if (wasKept && found.state() != TraceState.KEPT) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " was kept and is " + found.state());
    } else if (!found.truncated() && wasKept && !now.containsAll(stillThere(before, sent))) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " has lost spans it was kept with");
    }
    if (found.state() == TraceState.UNKNOWN && staged.stream().anyMatch(this::mustBeThere)) {
      tally.wrong(Wrong.LOST, "trace " + id + " is staged and a lookup does not know it");
    }
    if (found.state() == TraceState.DROPPED && isIndexed(id)) {
      checkDropped(id);
    }
    if (found.state() == TraceState.KEPT) {
      keptBefore.computeIfAbsent(id, i -> new HashSet<>()).addAll(now);
      checkWhole(id, now, found.truncated(), staged);
    }
    return found;
  }

  /** One that is kept now may have been dropped before: by a step before the one that kept it. */
  private void checkDropped(TraceId id) {
    Cloud.Stores stores = cloud.outside();
    int bucket = scenario.layout().bucket(id);
    long keptBy = stores.dynamoDb.index().find(id).get(0).step();
    boolean wasDropped =
        stores.dynamoDb.decisions().decided(bucket, 0, Long.MAX_VALUE).stream()
            .anyMatch(set -> set.step() < keptBy && set.firstSlice(id).isPresent());
    if (!wasDropped) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " was only ever kept, and is found dropped");
    }
  }

  private boolean mustBeThere(Sent record) {
    return record.arrivalMillis() + scenario.stagingTtlSeconds() * 1000
        > world.now() + Functions.CLOCKS_DIFFER_MILLIS;
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
  private void checkWhole(TraceId id, Set<SpanKey> found, boolean truncated, List<Sent> staged) {
    tally.checked(Invariant.KEEP_STAYS, 1);
    boolean whole =
        truncated
            || staged.stream()
                .filter(record -> !mayBeGone.test(record))
                .flatMap(record -> record.spans().stream())
                .filter(span -> span.traceId().equals(id))
                .allMatch(span -> found.contains(SpanKey.of(span)));
    if (!whole) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " was kept and is not returned whole");
    }
  }
}
