package dev.tailspan.replay;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.Sampling;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a sample of the kept traces says of all traffic. */
final class Estimate {
  private final String candidateVersion;
  private final Sum all = new Sum();
  private final Sum candidate = new Sum();
  private final Sum archived = new Sum();
  private String archivedVersion = "";

  Estimate(String candidateVersion) {
    this.candidateVersion = candidateVersion;
  }

  /** Traces, and what they are made of. */
  private static final class Sum {
    private final Map<String, Double> byPolicy = new TreeMap<>();
    private double traces;
    private double spans;
    private double bytes;
    private long steps;

    void add(StagedTrace trace, double count) {
      traces += count;
      spans += count * trace.spans().size();
      bytes += count * trace.tracesDataSize();
    }
  }

  /** A bucket's step; the catalog knows all that was kept in it. */
  void step(List<CatalogSegment.Entry> entries) {
    archived.steps++;
    candidate.steps++;
    for (CatalogSegment.Entry entry : entries) {
      if (archivedVersion.isEmpty()) {
        archivedVersion = entry.sampling().policyVersion();
      }
      archived.byPolicy.merge(entry.sampling().policy(), 1.0, Double::sum);
    }
  }

  /**
   * A kept trace.
   *
   * @param chances of being kept by the candidate's policies
   */
  void add(StagedTrace trace, Sampling sampling, Map<String, Double> chances) {
    archived.add(trace, 1);
    double count = sampling.adjustedCount();
    all.add(trace, count);
    chances.forEach(
        (policy, chance) -> {
          candidate.add(trace, count * chance);
          candidate.byPolicy.merge(policy, count * chance, Double::sum);
        });
  }

  /**
   * @param scale how many of the kept traces each one that was added stands for
   */
  ReplayAnswer.Side candidate(double scale) {
    Map<String, Double> byPolicy = new TreeMap<>(candidate.byPolicy);
    byPolicy.replaceAll((policy, count) -> count * scale);
    return side(candidateVersion, candidate, byPolicy, scale);
  }

  /** What was kept; versions that followed the newest one are not told apart. */
  ReplayAnswer.Side archived(double scale) {
    return side(archivedVersion, archived, archived.byPolicy, scale);
  }

  private ReplayAnswer.Side side(
      String version, Sum kept, Map<String, Double> byPolicy, double scale) {
    return new ReplayAnswer.Side(
        version,
        all.traces * scale,
        all.spans * scale,
        kept.spans * scale,
        kept.bytes * scale,
        byPolicy,
        kept.steps);
  }
}
