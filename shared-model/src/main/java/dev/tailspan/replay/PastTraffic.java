package dev.tailspan.replay;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.KeepChances;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundClock;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.trace.ServiceStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all traffic was like around a step, kept or not: of its hour, and of the one before. */
final class PastTraffic {
  private final PolicyFile file;
  private final StatsStore stats;
  private final DecideSettings settings;
  private @Nullable Baseline baseline;
  private @Nullable KeepChances chances;
  private long hour = Long.MIN_VALUE;

  PastTraffic(PolicyFile file, StatsStore stats, DecideSettings settings) {
    this.file = file;
    this.stats = stats;
    this.settings = settings;
  }

  RoundContext context(long step) {
    return new RoundContext(
        settings.endMillis(step),
        RoundClock.ofSteps(settings.layout(), settings.stepSlices()),
        RoundMemory.NONE,
        baseline(settings.hour(step)));
  }

  KeepChances chances(long step) {
    RoundContext context = context(step);
    KeepChances known = chances;
    if (known == null) {
      known = file.chances(context);
      chances = known;
    }
    return known;
  }

  /** Policies whose budgets cannot be asked. */
  List<String> budgeted() {
    return file.chances(RoundContext.standingStill(0)).budgeted();
  }

  private Baseline baseline(long ofHour) {
    Baseline known = baseline;
    if (known == null || hour != ofHour) {
      known = file.wantsBaseline() ? file.baseline(merged(ofHour)) : Baseline.NONE;
      baseline = known;
      chances = null;
      hour = ofHour;
    }
    return known;
  }

  private ServiceStats merged(long ofHour) {
    ServiceStats merged = new ServiceStats();
    for (long h = ofHour - 1; h <= ofHour; h++) {
      stats.newest(h).stream().map(ServiceStats::decode).forEach(merged::merge);
    }
    return merged;
  }
}
