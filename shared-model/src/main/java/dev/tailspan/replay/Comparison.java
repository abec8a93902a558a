package dev.tailspan.replay;

import dev.tailspan.model.TraceId;
import dev.tailspan.replay.ReplayAnswer.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which traces change sides; a trace that only one file has decided yet is left out. */
final class Comparison {
  private final int examples;
  private final List<Change> gainedExamples = new ArrayList<>();
  private final List<Change> lostExamples = new ArrayList<>();
  private long compared;
  private long gained;
  private long lost;

  Comparison(int examples) {
    this.examples = examples;
  }

  static Comparison of(
      Map<TraceId, Ballot.Cast> candidate, Map<TraceId, Ballot.Cast> inForce, int examples) {
    Comparison comparison = new Comparison(examples);
    candidate.forEach(
        (id, after) -> {
          Ballot.Cast before = inForce.get(id);
          if (before != null) {
            comparison.compare(before, after);
          }
        });
    return comparison;
  }

  private void compare(Ballot.Cast before, Ballot.Cast after) {
    compared++;
    if (before.look() == null && after.look() != null) {
      gained++;
      example(gainedExamples, after.id(), after.look(), before.reason(), after.reason());
    } else if (before.look() != null && after.look() == null) {
      lose(before.id(), before.look(), before.reason(), after.reason());
    }
  }

  private void lose(TraceId id, Ballot.Look look, String before, String after) {
    lost++;
    example(lostExamples, id, look, before, after);
  }

  /** A trace that is kept now, and whether the candidate would keep it. */
  void archived(TraceId id, Ballot.Look look, String kept, boolean stays, String now) {
    compared++;
    if (!stays) {
      lose(id, look, kept, now);
    }
  }

  private void example(
      List<Change> into, TraceId id, Ballot.Look look, String before, String after) {
    if (into.size() < examples) {
      into.add(
          new Change(id, look.rootService(), look.rootName(), look.durationNanos(), before, after));
    }
  }

  long compared() {
    return compared;
  }

  long gained() {
    return gained;
  }

  long lost() {
    return lost;
  }

  List<Change> gainedExamples() {
    return gainedExamples;
  }

  List<Change> lostExamples() {
    return lostExamples;
  }
}
