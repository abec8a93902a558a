package dev.tailspan.infra;

import dev.tailspan.stores.s3.S3Stores;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.constructs.Construct;

/** Answers the read APIs, and keeps a trace on request. */
final class QueryFunction extends Construct {
  /** As long as API Gateway waits. */
  private static final Duration TIMEOUT = Duration.seconds(29);

  private static final int MEMORY_MEGABYTES = 1769;

  private final JavaFunction function;

  QueryFunction(Construct scope, String id, TailspanProps props, Stores stores) {
    super(scope, id);
    function =
        new JavaFunction(
            this,
            new JavaFunction.Spec(
                "query", "Tailspan: looks traces up", MEMORY_MEGABYTES, TIMEOUT, Optional.empty()),
            props,
            stores.environment(props),
            grants(stores).ownTraces(stores.stream(), props));
  }

  private static Grants grants(Stores stores) {
    Buckets buckets = stores.buckets();
    return new Grants()
        .table(stores.staging(), "Query")
        .table(stores.state(), "BatchGetItem", "ConditionCheckItem", "GetItem", "PutItem", "Query")
        .table(stores.index(), "GetItem", "Query")
        .read(buckets.blocks(), S3Stores.BLOCKS, S3Stores.DECIDED, S3Stores.INDEX, S3Stores.STATS)
        .read(buckets.archive(), ArchiveQueries.PREFIX)
        .read(buckets.policies(), S3Stores.POLICIES)
        .list(buckets.policies());
  }

  JavaFunction function() {
    return function;
  }
}
