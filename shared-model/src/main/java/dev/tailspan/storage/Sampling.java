package dev.tailspan.storage;

/**
 * Why a trace was kept.
 *
 * @param adjustedCount how many traces it stands for
 * @param decidedAtMillis the end of the step that decided it, epoch milliseconds (arrival time, not
 *     the finalizer's clock, so that a repeated run says the same)
 */
public record Sampling(
    String policy,
    String reason,
    double adjustedCount,
    long decidedAtMillis,
    String policyVersion) {}
