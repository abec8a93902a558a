package dev.tailspan.local.chaos;

import java.util.ArrayList;
import java.util.List;

/** What is wrong: counted, and the first ones described. Thread-safe. */
public final class Findings {
  private static final int MOST_DESCRIBED = 20;

  private final List<String> described = new ArrayList<>();
  private long lost;
  private long duplicated;
  private long flipped;
  private long misjudged;
  private long other;

  /** A span or a poison record is neither kept nor dropped nor quarantined, or not whole. */
  synchronized void lost(long count, String what) {
    lost += count;
    describe("lost: ", what);
  }

  /** A span, a record or a trace is there twice. */
  synchronized void duplicated(String what) {
    duplicated++;
    describe("duplicated: ", what);
  }

  /** What was kept was not any more, or without spans it had. */
  synchronized void flipped(String what) {
    flipped++;
    describe("flipped: ", what);
  }

  /** A trace was decided against the policies, or without saying why. */
  synchronized void misjudged(String what) {
    misjudged++;
    describe("misjudged: ", what);
  }

  /** Something else. */
  synchronized void other(String what) {
    other++;
    describe("", what);
  }

  private void describe(String kind, String what) {
    if (described.size() < MOST_DESCRIBED) {
      described.add(kind + what);
    }
  }

  public synchronized long lost() {
    return lost;
  }

  public synchronized long duplicated() {
    return duplicated;
  }

  public synchronized long flipped() {
    return flipped;
  }

  public synchronized long misjudged() {
    return misjudged;
  }

  public synchronized boolean none() {
    return lost + duplicated + flipped + misjudged + other == 0;
  }

  /** A line each, of the first ones. */
  public synchronized List<String> described() {
    return List.copyOf(described);
  }

  @Override
  public synchronized String toString() {
    return "lost %,d, duplicated %,d, flipped %,d, misjudged %,d"
        .formatted(lost, duplicated, flipped, misjudged);
  }
}
