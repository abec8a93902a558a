package dev.tailspan.storage.memory;

import dev.tailspan.storage.PolicyStore;
import dev.tailspan.storage.contract.PolicyStoreContract;

class MemoryPolicyStoreTest extends PolicyStoreContract {
  private final MemoryPolicyStore memory = new MemoryPolicyStore(Faults.NONE);

  @Override
  protected PolicyStore freshStore() {
    return memory;
  }

  @Override
  protected void upload(byte[] file) {
    memory.replaceCurrent(file);
  }
}
