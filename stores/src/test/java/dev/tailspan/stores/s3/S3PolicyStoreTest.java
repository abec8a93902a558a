package dev.tailspan.stores.s3;

import dev.tailspan.storage.PolicyStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.PolicyStoreContract;
import dev.tailspan.stores.Emulators;

class S3PolicyStoreTest extends PolicyStoreContract {
  private final S3Objects objects =
      S3Objects.connect(Emulators.s3(), Emulators.uniqueName("policies"), new UsageMeter());

  @Override
  protected PolicyStore freshStore() {
    objects.createBucketIfMissing();
    return S3Stores.policies(objects);
  }

  @Override
  protected long nowMillis() {
    return System.currentTimeMillis();
  }

  @Override
  protected void upload(byte[] file) {
    objects.put("policies/current.yaml", file);
  }
}
