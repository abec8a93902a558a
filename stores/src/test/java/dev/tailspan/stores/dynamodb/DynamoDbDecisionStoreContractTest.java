package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.contract.DecisionStoreContract;

class DynamoDbDecisionStoreContractTest extends DecisionStoreContract {
  @Override
  protected DecisionStore freshStore() {
    return new LocalStores(clock).stores.decisions();
  }
}
