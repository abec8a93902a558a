package dev.tailspan.storage;

/**
 * Where a bucket stands. What the next step needs to come out the same whoever runs it is pinned
 * here.
 *
 * @param revision counts commits, from 0
 * @param nextStep the first step not yet decided
 * @param oldestOpenSlice the first slice that can hold spans of an undecided trace
 * @param policyVersion the policy file the next step is decided by
 * @param statsStep the step whose service statistics of the current hour are the newest; -1 for
 *     none
 * @param previousStatsStep the last step of the last hour before that had any statistics; -1 for
 *     none
 * @param memoryStep the step whose {@code policy.RoundMemory} the next step begins from; -1 for
 *     none
 * @param keepsFrom the lowest revision whose {@link KeepRequest}s may still have to be honoured
 * @param counts sums over all committed steps
 */
public record BucketCursor(
    int bucket,
    long revision,
    long nextStep,
    long oldestOpenSlice,
    String policyVersion,
    long statsStep,
    long previousStatsStep,
    long memoryStep,
    long keepsFrom,
    DecisionCounts counts) {}
