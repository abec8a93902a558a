package dev.tailspan.simulation;

import dev.tailspan.local.kinesis.InProcessStreams;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.TraceId;
import dev.tailspan.simulation.Tally.Wrong;
import dev.tailspan.simulation.Traffic.Packet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.QuarantinedRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Knows all that was accepted, looks on while it is worked on, and judges what came of it. */
final class Oracle implements AutoCloseable {
  private static final String CURSOR = "cursor";

  private final Scenario scenario;
  private final World world;
  private final Cloud cloud;
  private final Tally tally;
  private final IndexStore index;
  private final DecisionStore decisions;
  private final Lookups lookups;
  private final StagedTruth staged;
  private final List<Sent> records = new ArrayList<>();
  private final Map<TraceId, List<Sent>> recordsByTrace = new TreeMap<>();
  private final List<Sent> undecided = new ArrayList<>();
  private final long[] nextSteps;
  private final long[] openSlices;

  Oracle(Scenario scenario, World world, Cloud cloud, Tally tally) {
    this.scenario = scenario;
    this.world = world;
    this.cloud = cloud;
    this.tally = tally;
    this.nextSteps = new long[scenario.buckets()];
    this.openSlices = new long[scenario.buckets()];
    Cloud.Stores stores = cloud.outside();
    this.index = stores.dynamoDb.index();
    this.decisions = stores.dynamoDb.decisions();
    this.lookups = new Lookups(scenario, world, cloud, tally, this::mayBeGone);
    this.staged = new StagedTruth(stores.dynamoDb.staging(), scenario.layout());
  }

  /** The stream has taken a record. */
  void accepted(Packet packet, InProcessStreams.Put put, long arrivalMillis) {
    Sent record =
        new Sent(
            put.shardId(), put.sequenceNumber(), arrivalMillis, packet.spans(), packet.isWhole());
    records.add(record);
    undecided.add(record);
    packet.spans().stream()
        .map(span -> span.traceId())
        .distinct()
        .forEach(id -> recordsByTrace.computeIfAbsent(id, i -> new ArrayList<>()).add(record));
  }

  /** The mapping has handed these records to the failure destination. */
  void givenUp(String shardId, String from, String to) {
    BigInteger first = new BigInteger(from);
    BigInteger last = new BigInteger(to);
    for (Sent record : records) {
      if (record.isIn(shardId, first, last)) {
        record.giveUp();
        tally.happened(FaultKind.GIVEN_UP);
      }
    }
  }

  /**
   * Called after each write of an item: has a bucket been decided further than all records are
   * staged?
   */
  void watchCursors() {
    for (int bucket = 0; bucket < nextSteps.length; bucket++) {
      long next = cursor(bucket, "nextStep");
      if (next < nextSteps[bucket]) {
        tally.wrong(Wrong.FLIPPED, "the cursor of bucket " + bucket + " went back");
      }
      if (next > nextSteps[bucket]) {
        tally.decidedStep();
        expire(bucket);
        nextSteps[bucket] = next;
        checkAge(bucket, next);
        checkStaged(bucket, next * scenario.stepSlices() * Scenario.SLICE_MILLIS);
      }
    }
  }

  /** What a step has read that may have been gone by then. */
  private void expire(int bucket) {
    if (scenario.has(FaultKind.LONG_OUTAGE)) {
      records.stream()
          .filter(this::mayBeGone)
          .filter(record -> scenario.layout().slice(record.arrivalMillis()) >= openSlices[bucket])
          .filter(record -> record.isOf(scenario.layout(), bucket))
          .forEach(Sent::expire);
      openSlices[bucket] = cursor(bucket, "oldestOpenSlice");
    }
  }

  private boolean mayBeGone(Sent record) {
    return scenario.has(FaultKind.LONG_OUTAGE)
        && record.arrivalMillis() + scenario.stagingTtlSeconds() * 1000
            < world.now() + Functions.CLOCKS_DIFFER_MILLIS;
  }

  /** A trace that began earlier than this was to be decided, quiet or not. */
  private void checkAge(int bucket, long nextStep) {
    long oldestOpen = cursor(bucket, "oldestOpenSlice");
    if (oldestOpen < nextStep * scenario.stepSlices() - scenario.maxAgeSlices()) {
      tally.wrong(Wrong.STUCK, "bucket " + bucket + " has a trace above the maximum age open");
    }
  }

  private long cursor(int bucket, String attribute) {
    return cloud
        .tables
        .attribute(Cloud.TABLES.state(), "bucket#" + bucket, CURSOR, attribute)
        .map(Long::parseLong)
        .orElse(0L);
  }

  private void checkStaged(int bucket, long decidedUpToMillis) {
    undecided.removeIf(record -> record.isDurable() || !record.isSure());
    for (Sent record : undecided) {
      if (record.arrivalMillis() >= decidedUpToMillis
          || record.arrivalMillis() < world.now() - scenario.maxRecordAgeMillis()
          || !record.isOf(scenario.layout(), bucket)) {
        continue;
      }
      tally.checked(Invariant.NOTHING_EARLY, 1);
      if (staged.holds(record, world.now())) {
        record.seenStaged();
      } else {
        tally.wrong(Wrong.EARLY, "bucket " + bucket + " was decided before " + record);
        record.seenStaged(); // said once
      }
    }
  }

  /** Looks some trace up while everything is under way. */
  void lookUpOne(Dice dice) {
    if (!recordsByTrace.isEmpty()) {
      TraceId id = dice.oneOf(List.copyOf(recordsByTrace.keySet()));
      List<Sent> sent = recordsByTrace.getOrDefault(id, List.of());
      if (dice.chance(0.5)) {
        lookups.lookUp(id, sent);
      } else {
        lookups.lookUpOverTime(id, sent);
      }
    }
  }

  /** Looks up what an invocation of finalize has left that did not come to its end. */
  void lookUpWhatIsIndexed() {
    lookups.lookUpWhatIsIndexed(recordsByTrace);
  }

  /** What must be true at the end. */
  void judge() {
    long[] expired = expiredSteps();
    if (cloud.tables.changedItems() > 0) {
      tally.wrong(Wrong.CHANGED, "a staged block was overwritten by another one");
    }
    recordsByTrace.forEach(
        (id, sent) -> {
          FoundTrace found = lookups.lookUp(id, sent);
          judgeQuietness(id, sent);
          long expiredSteps = expired[scenario.layout().bucket(id)];
          new Verdict(scenario, tally, id, sent, world.now(), expiredSteps).on(found);
          if (found.state() != TraceState.KEPT) {
            tally.checked(Invariant.DROPPED_FREE, 1);
            if (lookups.isIndexed(id)) {
              tally.wrong(Wrong.PAID_FOR, "dropped trace " + id + " is in the index");
            }
          }
        });
    judgeQuarantine();
  }

  /** How many steps of each bucket say that spans of theirs may have expired. */
  private long[] expiredSteps() {
    long[] steps = new long[nextSteps.length];
    for (int bucket = 0; bucket < steps.length; bucket++) {
      steps[bucket] = decisions.cursor(bucket).map(at -> at.counts().expiredSteps()).orElse(0L);
      if (steps[bucket] > 0 && !scenario.has(FaultKind.LONG_OUTAGE)) {
        tally.wrong(Wrong.MISJUDGED, "steps are said to have expired without an outage");
      }
    }
    return steps;
  }

  /** A trace that was never quiet for long enough, and never too old, is decided once. */
  private void judgeQuietness(TraceId id, List<Sent> sent) {
    if (!sent.stream().allMatch(Sent::isSure)) {
      return; // nobody knows which of its spans were there
    }
    // A copy of a span says nothing new: it does not make its trace younger.
    Map<SpanKey, Long> firstSlices = new HashMap<>();
    for (Sent record : sent) {
      long slice = scenario.layout().slice(record.arrivalMillis());
      record.spans().stream()
          .filter(span -> span.traceId().equals(id))
          .forEach(span -> firstSlices.merge(SpanKey.of(span), slice, Math::min));
    }
    long[] slices = firstSlices.values().stream().mapToLong(slice -> slice).sorted().toArray();
    boolean once =
        slices[slices.length - 1] - slices[0] < scenario.maxAgeSlices() - scenario.stepSlices();
    for (int i = 1; i < slices.length; i++) {
      once &= slices[i] - slices[i - 1] <= scenario.quietSlices();
    }
    if (once && index.find(id).size() > 1) {
      tally.wrong(Wrong.MISJUDGED, "trace " + id + " was decided before it was quiet");
    }
  }

  private void judgeQuarantine() {
    Map<String, Integer> quarantined = new HashMap<>();
    for (QuarantinedRecord record : cloud.outside().quarantine().list(10_000)) {
      quarantined.merge(record.shardId() + " " + record.sequenceNumber(), 1, Integer::sum);
    }
    tally.checked(Invariant.NOTHING_LOST, records.size());
    for (Sent record : records) {
      int times = quarantined.getOrDefault(record.shardId() + " " + record.sequenceNumber(), 0);
      if (record.isWhole() && times > 0) {
        tally.wrong(Wrong.MISJUDGED, record + " is quarantined though it is well");
      } else if (!record.isWhole() && times == 0 && !record.isGivenUp()) {
        tally.wrong(Wrong.LOST, record + " is neither staged nor quarantined");
      } else if (times > 1) {
        tally.wrong(Wrong.DUPLICATED, record + " is quarantined " + times + " times");
      }
    }
  }

  int traces() {
    return recordsByTrace.size();
  }

  int records() {
    return records.size();
  }

  int spans() {
    return records.stream().mapToInt(record -> record.spans().size()).sum();
  }

  @Override
  public void close() {
    staged.close();
  }
}
