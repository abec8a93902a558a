package dev.tailspan.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened in runs, and what came of it. */
final class Tally {
  private static final int MAX_MESSAGES = 20;

  /** How a run can be wrong; the report's figures. */
  enum Wrong {
    /** An accepted span, or a record that was to be quarantined, is nowhere. */
    LOST("invariant 1: staged or quarantined, never dropped silently"),
    /** A span is there twice, or was never sent. */
    DUPLICATED("invariant 3: the same input gives the same result, however often it comes"),
    /** A step was decided before a record was staged that belongs to it. */
    EARLY("invariant 2: no decision before all shards have been read past it"),
    /** A trace was kept, and then not, or not all of it any more. */
    FLIPPED("invariant 4: keep never reverts, a kept trace is returned whole"),
    /** A trace was kept or dropped against its policies, or does not say why. */
    MISJUDGED("invariant 5: a decision says which policy, why, and for how many it stands"),
    /** Faults that must not change anything changed what was archived. */
    CHANGED("invariant 3: faults change no byte of the archive"),
    /** Something of a dropped trace was written beside staging. */
    PAID_FOR("invariant 6: a dropped trace costs no further write"),
    /** The run did not come to an end, or something failed without a fault. */
    STUCK("the run came to its end");

    private final String invariant;

    Wrong(String invariant) {
      this.invariant = invariant;
    }

    /** What does not hold then, by the numbers of the design's invariants. */
    String invariant() {
      return invariant;
    }

    /** As the report says it. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  private final Map<Wrong, Long> wrongs = new EnumMap<>(Wrong.class);
  private final Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);
  private final List<String> messages = new ArrayList<>();
  private long runs;
  private long records;
  private long spans;
  private long traces;
  private long compares;
  private long steps;
  private long expired;

  void happened(FaultKind kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  void wrong(Wrong how, String message) {
    wrongs.merge(how, 1L, Long::sum);
    if (messages.size() < MAX_MESSAGES) {
      messages.add(how + ": " + message);
    }
  }

  void ran(long sentTraces, long sentRecords, long sentSpans) {
    runs++;
    traces += sentTraces;
    records += sentRecords;
    spans += sentSpans;
  }

  /** An invariant was put to the test so many times. */
  void checked(Invariant invariant, long times) {
    checks.merge(invariant, times, Long::sum);
  }

  void compared() {
    compares++;
    checked(Invariant.SAME_BYTES, 1);
  }

  /** Spans have expired before they were decided. */
  void expired(long some) {
    expired += some;
  }

  void decidedStep() {
    steps++;
  }

  void add(Tally other) {
    other.faults.forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    other.wrongs.forEach((how, count) -> wrongs.merge(how, count, Long::sum));
    other.messages.stream().limit(MAX_MESSAGES - messages.size()).forEach(messages::add);
    runs += other.runs;
    traces += other.traces;
    records += other.records;
    spans += other.spans;
    compares += other.compares;
    steps += other.steps;
    expired += other.expired;
    other.checks.forEach(this::checked);
  }

  boolean isClean() {
    return wrongs.isEmpty();
  }

  long count(Wrong how) {
    return wrongs.getOrDefault(how, 0L);
  }

  long count(FaultKind kind) {
    return faults.getOrDefault(kind, 0L);
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  long runs() {
    return runs;
  }

  long traces() {
    return traces;
  }

  long records() {
    return records;
  }

  long spans() {
    return spans;
  }

  long compares() {
    return compares;
  }

  long checks(Invariant invariant) {
    return checks.getOrDefault(invariant, 0L);
  }

  long expired() {
    return expired;
  }

  long steps() {
    return steps;
  }
}
