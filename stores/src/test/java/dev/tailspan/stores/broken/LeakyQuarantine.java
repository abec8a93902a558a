package dev.tailspan.stores.broken;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.QuarantinedRecord;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** Breaks the rule that it is named for, so that {@code ArchitectureTest} can show it fails. */
public final class LeakyQuarantine implements QuarantineStore {
  private final S3Client s3;

  public LeakyQuarantine(S3Client s3) {
    this.s3 = s3;
  }

  public S3Client client() {
    return s3;
  }

  @Override
  public void put(QuarantinedRecord record) {}

  @Override
  public List<QuarantinedRecord> list(int limit) {
    return List.of();
  }
}
