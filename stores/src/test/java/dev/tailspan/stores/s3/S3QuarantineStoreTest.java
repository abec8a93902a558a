package dev.tailspan.stores.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.QuarantineStoreContract;
import dev.tailspan.storage.contract.StoredValues;
import dev.tailspan.stores.Emulators;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3QuarantineStoreTest extends QuarantineStoreContract {
  @Override
  protected QuarantineStore freshStore() {
    S3Objects objects =
        S3Objects.connect(Emulators.s3(), Emulators.uniqueName("quarantine"), new UsageMeter());
    objects.createBucketIfMissing();
    return S3Stores.quarantine(objects);
  }

  @Test
  void aRecordOfANewerVersionIsRefusedByName() {
    S3Objects objects =
        S3Objects.connect(Emulators.s3(), Emulators.uniqueName("quarantine"), new UsageMeter());
    objects.createBucketIfMissing();
    QuarantineStore store = S3Stores.quarantine(objects);
    store.put(StoredValues.quarantined(StoredValues.SHARD, 1, 1_000));
    String key = objects.list(S3Stores.QUARANTINE, 1).get(0);
    S3Objects.StoredObject stored = objects.getObject(key).orElseThrow();
    Map<String, String> metadata = new HashMap<>(stored.metadata());
    assertThat(metadata).containsEntry("version", "1");

    metadata.put("version", "2");
    objects.put(key, stored.bytes(), metadata);
    assertThatThrownBy(() -> store.list(1))
        .hasMessageStartingWith(key + " is stored in version 2, this Tailspan reads up to");

    metadata.remove("version");
    objects.put(key, stored.bytes(), metadata);
    assertThat(store.list(1)).hasSize(1);
  }
}
