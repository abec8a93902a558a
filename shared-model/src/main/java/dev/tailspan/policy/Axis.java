package dev.tailspan.policy;

/** Something random about a trace id, uniform over its range and independent of the others. */
sealed interface Axis permits Salt, Axis.Consistent {
  /** The 56 bits that consistent probability sampling looks at. */
  enum Consistent implements Axis {
    RANDOMNESS
  }
}
