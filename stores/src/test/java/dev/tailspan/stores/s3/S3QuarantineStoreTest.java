package dev.tailspan.stores.s3;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.QuarantineStoreContract;
import dev.tailspan.stores.Emulators;

class S3QuarantineStoreTest extends QuarantineStoreContract {
  @Override
  protected QuarantineStore freshStore() {
    S3Objects objects =
        S3Objects.connect(Emulators.s3(), Emulators.uniqueName("quarantine"), new UsageMeter());
    objects.createBucketIfMissing();
    return S3Stores.quarantine(objects);
  }
}
