package dev.tailspan.infra;

import dev.tailspan.stores.s3.S3Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** The buckets: nobody but us, TLS only, encrypted, and nothing stays longer than it is of use. */
final class Buckets extends Construct {
  /** Where the event source mapping puts batches it has given up; AWS chose the name. */
  static final String GIVEN_UP = "aws/lambda/";

  private final RemovalPolicy removal;
  private final Bucket logs;
  private final Bucket blocks;
  private final Bucket archive;
  private final Bucket quarantine;
  private final Bucket policies;

  Buckets(Construct scope, String id, PipelineSettings pipeline, RemovalPolicy removal) {
    super(scope, id);
    this.removal = removal;
    int staged = PipelineSettings.days(pipeline.stagingTtl());
    // What was decided is remembered for as long again as spans are staged.
    int decided = PipelineSettings.days(pipeline.stagingTtl().multipliedBy(2));
    // An object may be written a step and more after the hour it is filed under.
    int kept = PipelineSettings.days(pipeline.retention()) + 1;
    logs = bucket("AccessLogs", List.of(expire("", kept))).build();
    blocks =
        bucket(
                "Blocks",
                List.of(
                    expire(S3Stores.BLOCKS, staged),
                    expire(S3Stores.DECIDED, decided),
                    expire(S3Stores.INDEX, kept),
                    expire(S3Stores.STATS, Math.max(kept, decided))))
            .build();
    Nag.accept(
        blocks,
        "AwsSolutions-S1",
        "Written and read by our functions alone, many times a second: a log line each would cost"
            + " more than the blocks, most of which live for a day.");
    archive =
        logged(
            "Archive",
            List.of(
                expire(ArchiveQueries.PREFIX, kept),
                expire(ArchiveQueries.RESULTS, ArchiveQueries.RESULT_DAYS)));
    quarantine =
        logged("Quarantine", List.of(expire(S3Stores.QUARANTINE, kept), expire(GIVEN_UP, kept)));
    policies = logged("Policies", List.of());
  }

  private Bucket logged(String name, List<LifecycleRule> rules) {
    return bucket(name, rules)
        .serverAccessLogsBucket(logs)
        .serverAccessLogsPrefix(name.toLowerCase(Locale.ROOT) + "/")
        .build();
  }

  private Bucket.Builder bucket(String name, List<LifecycleRule> rules) {
    List<LifecycleRule> all = new ArrayList<>(rules);
    all.add(
        LifecycleRule.builder()
            .id("unfinished-uploads")
            .abortIncompleteMultipartUploadAfter(Duration.days(1))
            .build());
    return Bucket.Builder.create(this, name)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .encryption(BucketEncryption.S3_MANAGED)
        .enforceSsl(true)
        .lifecycleRules(all)
        .removalPolicy(removal);
  }

  private static LifecycleRule expire(String prefix, int days) {
    LifecycleRule.Builder rule =
        LifecycleRule.builder()
            .id(prefix.isEmpty() ? "all" : prefix.replace("/", "-") + "expire")
            .expiration(Duration.days(days));
    return prefix.isEmpty() ? rule.build() : rule.prefix(prefix).build();
  }

  Bucket blocks() {
    return blocks;
  }

  Bucket archive() {
    return archive;
  }

  Bucket quarantine() {
    return quarantine;
  }

  Bucket policies() {
    return policies;
  }
}
