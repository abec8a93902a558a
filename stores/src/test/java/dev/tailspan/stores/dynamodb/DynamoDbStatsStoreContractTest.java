package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.contract.StatsStoreContract;

class DynamoDbStatsStoreContractTest extends StatsStoreContract {
  @Override
  protected StatsStore freshStore() {
    return new LocalStores(clock).stores.stats();
  }
}
