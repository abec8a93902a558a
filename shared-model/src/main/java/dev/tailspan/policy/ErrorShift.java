package dev.tailspan.policy;

/**
 * Whether an operation's share of errors in a round differs from the one before by more than
 * chance: the signed root of the likelihood ratio of two binomials (Dunning, "Accurate Methods for
 * the Statistics of Surprise and Coincidence", 1993), which is about a standard normal also for the
 * small counts at which the usual z of two proportions is far off.
 *
 * @param minCalls wanted on both sides
 * @param falls whether fewer errors are a change too
 */
record ErrorShift(double sigmas, long minCalls, boolean falls) implements Gate {
  @Override
  public boolean isOpen(long key, Baseline round, Baseline before) {
    Baseline.Line now = round.findOwn(key);
    Baseline.Line then = before.findOwn(key);
    if (now == null || then == null || now.calls() < minCalls || then.calls() < minCalls) {
      return false;
    }
    double shift = sigmas(now.errors(), now.calls(), then.errors(), then.calls());
    return shift >= sigmas || falls && shift <= -sigmas;
  }

  /** Positive where the first share is the larger. */
  static double sigmas(long errors1, long calls1, long errors2, long calls2) {
    double share1 = (double) errors1 / calls1;
    double share2 = (double) errors2 / calls2;
    double share = (double) (errors1 + errors2) / (calls1 + calls2);
    double ratio =
        term(errors1, share1, share)
            + term(calls1 - errors1, 1 - share1, 1 - share)
            + term(errors2, share2, share)
            + term(calls2 - errors2, 1 - share2, 1 - share);
    return Math.signum(share1 - share2) * Math.sqrt(Math.max(0, 2 * ratio));
  }

  private static double term(long count, double share, double common) {
    return count == 0 ? 0 : count * StrictMath.log(share / common);
  }
}
