package dev.tailspan.decide;

import dev.tailspan.block.Layout;
import dev.tailspan.policy.PolicyFile;

/**
 * When traces are due and what a run may use.
 *
 * @param stepSlices slices in a step: a bucket is decided in whole steps
 * @param quietSlices slices without a span before a trace is due, where the policy file has no
 *     {@code decision_wait}
 * @param maxAgeSlices slices after which a trace is decided though it is not quiet
 * @param stagingTtlSeconds how long blocks, and with them decided sets, are kept
 * @param retentionSeconds how long kept traces and statistics are kept
 * @param maxLoadedBytes uncompressed staged bytes held at a time; more is done in several passes
 * @param maxSpansPerTrace spans of one trace that are looked at and kept; the rest is counted
 */
public record DecideSettings(
    Layout layout,
    int stepSlices,
    int quietSlices,
    int maxAgeSlices,
    long stagingTtlSeconds,
    long retentionSeconds,
    long maxLoadedBytes,
    int maxSpansPerTrace) {

  public DecideSettings {
    positive("stepSlices", stepSlices);
    positive("quietSlices", quietSlices);
    positive("maxAgeSlices", maxAgeSlices);
    positive("maxLoadedBytes", maxLoadedBytes);
    positive("maxSpansPerTrace", maxSpansPerTrace);
    if (maxAgeSlices < quietSlices) {
      throw new IllegalArgumentException(
          "the maximum age of a trace ("
              + maxAgeSlices
              + " slices) must not be below the quiet period ("
              + quietSlices
              + " slices)");
    }
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }

  /** The slice after the last one of a step. */
  long endSlice(long step) {
    return (step + 1) * stepSlices;
  }

  /** A time in milliseconds as slices, rounded up, at least one. */
  int slices(long millis) {
    return (int) Math.max(1, -Math.floorDiv(-millis, layout.sliceMillis()));
  }

  /** Slices without a span before a trace is due under a policy file. */
  public int quietSlices(PolicyFile policy) {
    return policy.quiet().map(quiet -> slices(quiet.toMillis())).orElse(quietSlices);
  }

  /** The step a slice belongs to. */
  long stepOf(long slice) {
    return Math.floorDiv(slice, stepSlices);
  }

  /** The step in which what arrives at a moment, epoch milliseconds, is looked at first. */
  public long stepAt(long millis) {
    return stepOf(layout.slice(millis));
  }

  /** The first slice of a step. */
  public long firstSlice(long step) {
    return endSlice(step - 1);
  }

  /** The moment a step begins, epoch milliseconds. */
  public long startMillis(long step) {
    return endMillis(step - 1);
  }

  /** The moment a step ends, epoch milliseconds: what its decisions are dated with. */
  public long endMillis(long step) {
    return layout.sliceStartMillis(endSlice(step));
  }

  /** The hour, since the epoch, that a step is filed under. */
  public long hour(long step) {
    return Math.floorDiv(endMillis(step) - 1, 3_600_000L);
  }

  /** The first step that is filed under an hour. */
  public long firstStepOfHour(long hour) {
    return stepAt(hour * 3_600_000L);
  }
}
