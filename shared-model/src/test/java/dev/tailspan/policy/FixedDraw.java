package dev.tailspan.policy;

/** Chance that is none. */
record FixedDraw(long hash, long randomness, boolean isConsistent) implements Draw {
  static Draw hashing(long hash) {
    return new FixedDraw(hash, 0, false);
  }

  @Override
  public long hash(Salt salt) {
    return hash;
  }

  @Override
  public boolean admits(Limiter limiter) {
    return false;
  }

  @Override
  public long threshold(Limiter limiter) {
    return 0;
  }

  @Override
  public RoundContext round() {
    return RoundContext.standingStill(0);
  }
}
