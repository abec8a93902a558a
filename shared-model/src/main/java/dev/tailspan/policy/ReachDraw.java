package dev.tailspan.policy;

/** Finds out whether a trace would come to any limiter. */
final class ReachDraw implements Draw {
  private final RoundDraw trace;
  private boolean reached;

  ReachDraw(RoundDraw trace) {
    this.trace = trace;
  }

  boolean reached() {
    return reached;
  }

  @Override
  public long hash(Salt salt) {
    return trace.hash(salt);
  }

  @Override
  public long randomness() {
    return trace.randomness();
  }

  @Override
  public boolean isConsistent() {
    return trace.isConsistent();
  }

  @Override
  public boolean admits(Limiter limiter) {
    reached = true;
    return true;
  }

  @Override
  public long threshold(Limiter limiter) {
    return 0;
  }

  @Override
  public RoundContext round() {
    return trace.round();
  }
}
