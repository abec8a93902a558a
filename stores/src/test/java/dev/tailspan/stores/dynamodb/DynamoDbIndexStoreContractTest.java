package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.contract.IndexStoreContract;

class DynamoDbIndexStoreContractTest extends IndexStoreContract {
  @Override
  protected IndexStore freshStore() {
    return new LocalStores(clock).stores.index();
  }
}
