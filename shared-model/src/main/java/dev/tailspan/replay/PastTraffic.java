package dev.tailspan.replay;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.policy.Baseline;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundClock;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What all traffic was like around a step, kept or not: of its hour, and of the one before. */
final class PastTraffic {
  /** Hours held at a time, as traces come in no order; below 2 MB each, mostly far below. */
  private static final int MAX_HOURS = 48;

  private final PolicyFile file;
  private final StatsStore stats;
  private final DecideSettings settings;
  private final Map<Long, Baseline> baselines =
      new LinkedHashMap<>(MAX_HOURS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Baseline> eldest) {
          return size() > MAX_HOURS;
        }
      };

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
        file.wantsBaseline() ? baseline(settings.hour(step)) : Baseline.NONE);
  }

  private Baseline baseline(long hour) {
    return baselines.computeIfAbsent(hour, h -> file.baseline(merged(h)));
  }

  private ServiceStats merged(long hour) {
    ServiceStats merged = new ServiceStats();
    for (long h = hour - 1; h <= hour; h++) {
      stats.newest(h).stream().map(StatsCodec::decode).forEach(merged::merge);
    }
    return merged;
  }
}
