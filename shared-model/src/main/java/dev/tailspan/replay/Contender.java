package dev.tailspan.replay;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.DryRun;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.PolicyFile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One file on its way through the staged traffic. */
final class Contender {
  private final PolicyFile file;
  private final Ballot ballot = new Ballot();
  private final DryRun run;
  private final int buckets;

  Contender(PolicyFile file, DecideSettings settings, DryRun.Slices slices, long firstStep) {
    this.file = file;
    this.run = new DryRun(file, settings, slices, firstStep, ballot);
    this.buckets = settings.layout().buckets();
  }

  /** Decides the next step of every bucket. */
  void step(long step) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      ballot.at(step, bucket);
      run.decideNextStep(bucket);
    }
  }

  /** Before it every trace is decided. */
  long oldestOpenSlice() {
    return run.oldestOpenSlice();
  }

  int decided() {
    return ballot.size();
  }

  Map<TraceId, Ballot.Cast> casts(long fromSlice, long toSlice) {
    return ballot.casts(fromSlice, toSlice);
  }

  ReplayAnswer.Side side(Map<TraceId, Ballot.Cast> casts) {
    Map<String, Double> keptByPolicy = new TreeMap<>();
    Set<Ballot.Step> steps = new HashSet<>();
    long spans = 0;
    long keptSpans = 0;
    long keptBytes = 0;
    for (Ballot.Cast cast : casts.values()) {
      spans += cast.spans();
      if (cast.kept()) {
        keptByPolicy.merge(cast.policy(), 1.0, Double::sum);
        steps.add(cast.step());
        keptSpans += cast.spans();
        keptBytes += cast.bytes();
      }
    }
    return new ReplayAnswer.Side(
        file.version(), casts.size(), spans, keptSpans, keptBytes, keptByPolicy, steps.size());
  }
}
