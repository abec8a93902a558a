package dev.tailspan.storage;

/**
 * Why a trace was kept.
 *
 * @param policy its name in the policy file, or {@link #BY_HAND}
 * @param adjustedCount how many traces it stands for; 0, which no policy gives, where it was kept
 *     by hand, so that estimates from what is kept stay true
 * @param decidedAtMillis the end of the step that decided it, epoch milliseconds (arrival time, not
 *     the finalizer's clock, so that a repeated run says the same)
 */
public record Sampling(
    String policy,
    String reason,
    double adjustedCount,
    long decidedAtMillis,
    String policyVersion) {

  /** Stands in the policy's place where somebody asked for the trace. */
  public static final String BY_HAND = "kept by hand";
}
