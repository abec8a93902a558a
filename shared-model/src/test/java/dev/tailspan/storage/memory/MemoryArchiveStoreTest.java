package dev.tailspan.storage.memory;

import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.contract.ArchiveStoreContract;
import java.util.Collection;

class MemoryArchiveStoreTest extends ArchiveStoreContract {
  private final MemoryArchiveStore memory = new MemoryArchiveStore(Faults.NONE);

  @Override
  protected ArchiveStore freshStore() {
    return memory;
  }

  @Override
  protected Collection<String> storedFiles() {
    return memory.files();
  }
}
