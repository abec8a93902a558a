package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.contract.StagingStoreContract;

class DynamoDbStagingStoreContractTest extends StagingStoreContract {
  @Override
  protected StagingStore freshStore() {
    return new LocalStores(clock).stores.staging();
  }
}
