package dev.tailspan.replay;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.decide.DryRun;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.PolicyFile;
import java.util.Map;
import java.util.TreeMap;

/** One file on its way through the staged traffic. */
final class Contender {
  private final PolicyFile file;
  private final Ballot ballot = new Ballot();
  private final DryRun run;
  private long keepingSteps;

  Contender(PolicyFile file, DecideSettings settings, DryRun.Slices slices, long firstStep) {
    this.file = file;
    this.run = new DryRun(file, settings, slices, firstStep, ballot);
  }

  /** Decides the next step of every bucket. */
  void step(int buckets, boolean counts) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      run.decideNextStep(bucket);
      keepingSteps += ballot.take(counts) ? 1 : 0;
    }
  }

  long oldestOpenSlice() {
    return run.oldestOpenSlice();
  }

  Map<TraceId, Ballot.Cast> casts() {
    return ballot.casts();
  }

  ReplayAnswer.Side side() {
    Map<String, Double> keptByPolicy = new TreeMap<>();
    long spans = 0;
    long keptSpans = 0;
    long keptBytes = 0;
    for (Ballot.Cast cast : casts().values()) {
      spans += cast.spans();
      if (cast.kept()) {
        keptByPolicy.merge(cast.policy(), 1.0, Double::sum);
        keptSpans += cast.spans();
        keptBytes += cast.bytes();
      }
    }
    return new ReplayAnswer.Side(
        file.version(), casts().size(), spans, keptSpans, keptBytes, keptByPolicy, keepingSteps);
  }
}
