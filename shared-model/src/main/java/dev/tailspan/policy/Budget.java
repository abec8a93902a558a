package dev.tailspan.policy;

/**
 * One budget during one round: traces ask for it in the order of their randomness, highest first,
 * so that who gets it depends on the traces alone; and afterwards it can be said, exactly, with
 * which randomness each of them would have got through.
 */
sealed interface Budget permits FillingBudget, CutBudget {
  /**
   * Asks for room; randomness must not rise from one call to the next.
   *
   * @return the number of the request
   */
  int request(long randomness, long cost);

  /** Whether a request was let through; where the budget is cut, only after {@link #close}. */
  boolean admitted(int request);

  /** Ends the round; no more requests. */
  void close();

  /**
   * The least randomness with which the trace of a request would have been let through, the others
   * being as they are; {@link OtelTraceState#NEVER} where none would do.
   */
  long threshold(int request);

  /** The same for a trace of that cost that did not ask. */
  long threshold(long cost);

  /** What remains for the next round. */
  double left();
}
