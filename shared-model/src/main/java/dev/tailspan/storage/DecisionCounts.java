package dev.tailspan.storage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was decided.
 *
 * @param traces traces decided; one decided again counts once
 * @param spans their spans, duplicates not counted
 * @param keptSpans spans written to the archive
 * @param keptByPolicy kept traces by the policy that kept them
 * @param dropped traces not sampled
 * @param droppedByPolicy traces by the {@code drop} policy that dropped them when they were decided
 *     first, though late spans may have brought some of them back since
 * @param revived traces dropped first and kept when late spans came
 * @param lateParts parts appended to traces kept before
 * @param duplicateSpans spans recognised as received twice
 * @param truncatedTraces traces of which spans above the cap were left out
 * @param expiredSteps steps decided so late that blocks of theirs may have outlived their time to
 *     live: spans may be missing, as if they had never come
 * @param usage what the stores charged
 */
public record DecisionCounts(
    long traces,
    long spans,
    long keptSpans,
    Map<String, Long> keptByPolicy,
    long dropped,
    Map<String, Long> droppedByPolicy,
    long revived,
    long lateParts,
    long duplicateSpans,
    long truncatedTraces,
    long expiredSteps,
    Usage usage) {
  public static final DecisionCounts NONE =
      new DecisionCounts(0, 0, 0, Map.of(), 0, Map.of(), 0, 0, 0, 0, 0, Usage.NONE);

  public DecisionCounts {
    keptByPolicy = Map.copyOf(keptByPolicy);
    droppedByPolicy = Map.copyOf(droppedByPolicy);
  }

  /** Nothing decided, but something used. */
  public static DecisionCounts ofUsage(Usage usage) {
    return new DecisionCounts(0, 0, 0, Map.of(), 0, Map.of(), 0, 0, 0, 0, 0, usage);
  }

  /** A step that came so late that spans of it may have expired. */
  public static DecisionCounts ofExpiredStep() {
    return new DecisionCounts(0, 0, 0, Map.of(), 0, Map.of(), 0, 0, 0, 0, 1, Usage.NONE);
  }

  public long kept() {
    return keptByPolicy.values().stream().mapToLong(Long::longValue).sum();
  }

  public DecisionCounts plus(DecisionCounts o) {
    return new DecisionCounts(
        traces + o.traces,
        spans + o.spans,
        keptSpans + o.keptSpans,
        plus(keptByPolicy, o.keptByPolicy),
        dropped + o.dropped,
        plus(droppedByPolicy, o.droppedByPolicy),
        revived + o.revived,
        lateParts + o.lateParts,
        duplicateSpans + o.duplicateSpans,
        truncatedTraces + o.truncatedTraces,
        expiredSteps + o.expiredSteps,
        usage.plus(o.usage));
  }

  private static Map<String, Long> plus(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> sum = new TreeMap<>(a);
    b.forEach((policy, count) -> sum.merge(policy, count, Long::sum));
    return sum;
  }
}
