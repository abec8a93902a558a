package dev.tailspan.stores.s3;

import dev.tailspan.storage.PolicyStore;
import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.stores.AwsConnection;
import software.amazon.awssdk.services.s3.S3Client;

/** The stores that are objects in a bucket, and where in it each thing lies. */
public final class S3Stores {
  /** Blocks too large for their DynamoDB item; expire with staging. */
  public static final String BLOCKS = "blocks/";

  /** Decided sets too large for their item; expire with staging. */
  public static final String DECIDED = "decided/";

  /** Index entries and catalog segments too large for their item; expire with the archive. */
  public static final String INDEX = "index/";

  /** Service statistics too large for their item; expire with the archive. */
  public static final String STATS = "stats/";

  /** Records that could not be decoded. */
  public static final String QUARANTINE = "quarantine/";

  /** Policy files; never expire. */
  public static final String POLICIES = "policies/";

  private S3Stores() {}

  public static QuarantineStore quarantine(S3Objects objects) {
    return new S3QuarantineStore(objects);
  }

  public static PolicyStore policies(S3Objects objects) {
    return new S3PolicyStore(objects);
  }

  /** A client for adapters that lay out files of their own. */
  public static S3Client client(AwsConnection connection) {
    return S3Objects.client(connection);
  }
}
