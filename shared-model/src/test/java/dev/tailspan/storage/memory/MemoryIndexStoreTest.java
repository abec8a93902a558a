package dev.tailspan.storage.memory;

import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.contract.IndexStoreContract;

class MemoryIndexStoreTest extends IndexStoreContract {
  @Override
  protected IndexStore freshStore() {
    return new MemoryIndexStore(clock, Faults.NONE);
  }
}
