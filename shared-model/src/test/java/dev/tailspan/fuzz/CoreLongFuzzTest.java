package dev.tailspan.fuzz;

/** The readers of the core, for long; skipped unless asked for. */
class CoreLongFuzzTest extends LongFuzz {
  CoreLongFuzzTest() {
    super(new CoreTargets());
  }
}
