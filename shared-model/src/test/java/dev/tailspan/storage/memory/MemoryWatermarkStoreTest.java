package dev.tailspan.storage.memory;

import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.storage.contract.WatermarkStoreContract;

class MemoryWatermarkStoreTest extends WatermarkStoreContract {
  @Override
  protected WatermarkStore freshStore() {
    return new MemoryWatermarkStore(clock, KEEP, Faults.NONE);
  }
}
