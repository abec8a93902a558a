package dev.tailspan.storage.memory;

import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.contract.StatsStoreContract;

class MemoryStatsStoreTest extends StatsStoreContract {
  @Override
  protected StatsStore freshStore() {
    return new MemoryStatsStore(clock, Faults.NONE);
  }
}
