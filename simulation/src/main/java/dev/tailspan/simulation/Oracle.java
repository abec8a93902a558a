package dev.tailspan.simulation;

import dev.tailspan.local.kinesis.InProcessStreams;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.PastRounds;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.TraceId;
import dev.tailspan.simulation.Tally.Wrong;
import dev.tailspan.simulation.Traffic.Packet;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.QuarantinedRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Knows all that was accepted, looks on while it is worked on, and judges what came of it. */
final class Oracle implements AutoCloseable {
  private static final String CURSOR = "cursor";

  private final Scenario scenario;
  private final World world;
  private final Cloud cloud;
  private final Tally tally;
  private final IndexStore index;
  private final FindTrace finder;
  private final StagedTruth staged;
  private final List<Sent> records = new ArrayList<>();
  private final Map<TraceId, List<Sent>> recordsByTrace = new TreeMap<>();
  private final List<Sent> undecided = new ArrayList<>();
  private final Map<TraceId, Set<SpanKey>> keptBefore = new HashMap<>();
  private final long[] nextSteps;

  Oracle(Scenario scenario, World world, Cloud cloud, Tally tally) {
    this.scenario = scenario;
    this.world = world;
    this.cloud = cloud;
    this.tally = tally;
    this.nextSteps = new long[scenario.buckets()];
    Cloud.Stores stores = cloud.outside();
    this.index = stores.dynamoDb.index();
    this.finder =
        new FindTrace(
            new FindTrace.Stores(
                stores.dynamoDb.staging(),
                stores.watermarks(),
                stores.dynamoDb.decisions(),
                index,
                stores.archive()),
            scenario.layout(),
            new PastRounds(
                stores.dynamoDb.decisions(),
                stores.dynamoDb.stats(),
                stores.policies(),
                scenario.layout(),
                scenario.stepSlices()),
            Scenario.MAX_SPANS_PER_TRACE);
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
        nextSteps[bucket] = next;
        checkAge(bucket, next);
        checkStaged(bucket, next * scenario.stepSlices() * Scenario.SLICE_MILLIS);
      }
    }
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
    undecided.removeIf(record -> record.isDurable() || record.isGivenUp());
    for (Sent record : undecided) {
      if (record.arrivalMillis() >= decidedUpToMillis
          || record.arrivalMillis() < world.now() - scenario.maxRecordAgeMillis()
          || record.spans().stream()
              .noneMatch(span -> scenario.layout().bucket(span.traceId()) == bucket)) {
        continue;
      }
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
      lookUp(dice.oneOf(List.copyOf(recordsByTrace.keySet())));
    }
  }

  private FoundTrace lookUp(TraceId id) {
    FoundTrace found = finder.find(id, world.now());
    Set<SpanKey> before = keptBefore.get(id);
    Set<SpanKey> now = new HashSet<>();
    found.spans().forEach(span -> now.add(SpanKey.of(span)));
    if (before != null && found.state() != TraceState.KEPT) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " was kept and is " + found.state());
    } else if (before != null && !now.containsAll(before) && !found.truncated()) {
      tally.wrong(Wrong.FLIPPED, "trace " + id + " has lost spans it was kept with");
    }
    if (found.state() == TraceState.KEPT) {
      keptBefore.put(id, now);
    }
    return found;
  }

  /** What must be true at the end. */
  void judge() {
    recordsByTrace.forEach(
        (id, sent) -> {
          FoundTrace found = lookUp(id);
          judgeQuietness(id, sent);
          new Verdict(scenario, tally, id, sent).on(found);
          if (found.state() != TraceState.KEPT
              && cloud.tables.holds(Cloud.TABLES.index(), "trace#" + id.hex())) {
            tally.wrong(Wrong.PAID_FOR, "dropped trace " + id + " is in the index");
          }
        });
    judgeQuarantine();
  }

  /** A trace that was never quiet for long enough, and never too old, is decided once. */
  private void judgeQuietness(TraceId id, List<Sent> sent) {
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
