package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.storage.contract.WatermarkStoreContract;

class DynamoDbWatermarkStoreContractTest extends WatermarkStoreContract {
  @Override
  protected WatermarkStore freshStore() {
    return new LocalStores(clock).stores.watermarks(KEEP);
  }
}
