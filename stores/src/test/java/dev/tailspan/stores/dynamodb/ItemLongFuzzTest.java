package dev.tailspan.stores.dynamodb;

import dev.tailspan.fuzz.LongFuzz;

/** The same for long; skipped unless asked for. */
class ItemLongFuzzTest extends LongFuzz {
  ItemLongFuzzTest() {
    super(new ItemTargets());
  }
}
