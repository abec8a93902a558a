package dev.tailspan.stores.dynamodb;

import dev.tailspan.fuzz.FuzzRegression;

/** Items that no store would write. */
class ItemFuzzTest extends FuzzRegression {
  ItemFuzzTest() {
    super(new ItemTargets());
  }
}
