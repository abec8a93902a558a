package dev.tailspan.storage.memory;

import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.contract.StagingStoreContract;

class MemoryStagingStoreTest extends StagingStoreContract {
  @Override
  protected StagingStore freshStore() {
    return new MemoryStagingStore(clock, Faults.NONE);
  }
}
