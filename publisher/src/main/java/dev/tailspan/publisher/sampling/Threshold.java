package dev.tailspan.publisher.sampling;

/**
 * What a root span's randomness must reach, 0 to 2^56. May look at everything but that randomness:
 * only then is 1 / P(sampled) the true weight of what is sampled.
 */
@FunctionalInterface
interface Threshold {
  /** 2^56, which no randomness reaches. */
  long NEVER = 1L << 56;

  /** Bits of precision of 1 - threshold: with more, the tracestate would only be longer. */
  int PRECISION = 16;

  /**
   * @param operation the name of the root span
   */
  long of(String operation);

  /** That lets through this share, to 16 bits; the smallest share above 0 is 2^-56. */
  static long ofShare(double share) {
    if (!(share > 0)) {
      return NEVER;
    }
    long passing = Math.max(1, Math.round(Math.min(share, 1) * NEVER));
    // Whole digits are cut off, as zeros at the end are not written
    int excess = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(passing) - PRECISION) / 4 * 4;
    long half = excess == 0 ? 0 : 1L << (excess - 1);
    return NEVER - ((passing + half) >>> excess << excess);
  }
}
