package dev.tailspan.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance from a seed. Each purpose has dice of its own, so that fewer throws for one change nothing
 * for the others: a smaller scenario stays like the larger one.
 */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed, String purpose) {
    random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ purpose.hashCode());
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From one number (inclusive) to another (inclusive). */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  <T> T oneOf(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  long number() {
    return random.nextLong();
  }

  SplittableRandom random() {
    return random;
  }
}
