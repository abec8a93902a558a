package dev.tailspan.storage.memory;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.contract.QuarantineStoreContract;

class MemoryQuarantineStoreTest extends QuarantineStoreContract {
  @Override
  protected QuarantineStore freshStore() {
    return new MemoryQuarantineStore(Faults.NONE);
  }
}
