package dev.tailspan.storage.memory;

import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.contract.DecisionStoreContract;

class MemoryDecisionStoreTest extends DecisionStoreContract {
  @Override
  protected DecisionStore freshStore() {
    return new MemoryDecisionStore(clock, Faults.NONE);
  }
}
