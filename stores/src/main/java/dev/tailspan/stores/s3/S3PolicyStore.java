package dev.tailspan.stores.s3;

import dev.tailspan.storage.PolicyStore;
import java.util.Optional;

/** Policy files as objects: the one people upload, and one for each version decided by. */
final class S3PolicyStore implements PolicyStore {
  private static final String CURRENT = S3Stores.POLICIES + "current.yaml";

  private final S3Objects objects;

  S3PolicyStore(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public Optional<Upload> current() {
    return objects
        .getObject(CURRENT)
        .map(object -> new Upload(object.bytes(), object.modifiedMillis()));
  }

  @Override
  public Optional<byte[]> version(String version) {
    return objects.get(key(version));
  }

  @Override
  public void keep(String version, byte[] file) {
    // A version never changes, so that it was there already is as good.
    objects.putIfAbsent(key(version), file);
  }

  private static String key(String version) {
    return S3Stores.POLICIES + "versions/" + ObjectKeys.segment(version) + ".yaml";
  }
}
