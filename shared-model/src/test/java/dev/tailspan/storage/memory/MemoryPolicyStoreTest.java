package dev.tailspan.storage.memory;

import dev.tailspan.storage.PolicyStore;
import dev.tailspan.storage.contract.PolicyStoreContract;
import dev.tailspan.storage.contract.TestClock;

class MemoryPolicyStoreTest extends PolicyStoreContract {
  private final TestClock clock = new TestClock();
  private final MemoryPolicyStore memory = new MemoryPolicyStore(clock, Faults.NONE);

  @Override
  protected PolicyStore freshStore() {
    return memory;
  }

  @Override
  protected long nowMillis() {
    return clock.getAsLong();
  }

  @Override
  protected void upload(byte[] file) {
    memory.replaceCurrent(file);
  }
}
