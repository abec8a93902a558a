package dev.tailspan.fuzz;

/** The readers of the core. */
class CoreFuzzTest extends FuzzRegression {
  CoreFuzzTest() {
    super(new CoreTargets());
  }
}
