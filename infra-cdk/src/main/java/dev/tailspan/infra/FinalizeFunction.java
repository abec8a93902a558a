package dev.tailspan.infra;

import dev.tailspan.stores.s3.S3Stores;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.constructs.Construct;

/** Decides, archives and indexes what is due, every minute. */
final class FinalizeFunction extends Construct {
  /** Longer than the minute, so that a large step is not cut off again and again. */
  static final Duration TIMEOUT = Duration.minutes(2);

  private static final int MEMORY_MEGABYTES = 1769;

  private final JavaFunction function;

  FinalizeFunction(Construct scope, String id, TailspanProps props, Stores stores) {
    super(scope, id);
    int fanout = props.pipeline().fanout();
    function =
        new JavaFunction(
            this,
            new JavaFunction.Spec(
                "finalize",
                "Tailspan: decides which traces are kept",
                MEMORY_MEGABYTES,
                TIMEOUT,
                // One that plans, and those it hands its work to.
                props.operations().reserveConcurrency()
                    ? Optional.of(fanout + 1)
                    : Optional.empty()),
            props,
            stores.environment(props),
            grants(stores).ownTraces(stores.stream(), props));
    schedule();
    if (fanout > 1) {
      mayInvokeItself();
    }
  }

  private static Grants grants(Stores stores) {
    Buckets buckets = stores.buckets();
    return new Grants()
        .stream(stores.stream(), "GetRecords", "GetShardIterator", "ListShards")
            .table(stores.staging(), "Query")
            .table(stores.state(), "GetItem", "PutItem", "Query", "UpdateItem")
            .table(stores.index(), "BatchWriteItem", "GetItem", "PutItem", "Query")
            .read(
                buckets.blocks(), S3Stores.BLOCKS, S3Stores.DECIDED, S3Stores.INDEX, S3Stores.STATS)
            .write(buckets.blocks(), S3Stores.DECIDED, S3Stores.INDEX, S3Stores.STATS)
            .write(buckets.archive(), ArchiveQueries.PREFIX)
            .read(buckets.policies(), S3Stores.POLICIES)
            .write(buckets.policies(), S3Stores.POLICIES + "versions/")
            .list(buckets.policies());
  }

  private void schedule() {
    Rule.Builder.create(this, "EveryMinute")
        .description("Tailspan: decides what is due")
        .schedule(Schedule.rate(Duration.minutes(1)))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.target())
                    // The next minute does all that is left; runs must not pile up.
                    .retryAttempts(0)
                    .maxEventAge(Duration.minutes(1))
                    .build()))
        .build();
    function
        .target()
        .configureAsyncInvoke(
            EventInvokeConfigOptions.builder()
                .retryAttempts(0)
                .maxEventAge(Duration.minutes(1))
                .build());
  }

  /** A policy beside the role's own, which the function waits for and so cannot name it. */
  private void mayInvokeItself() {
    Policy.Builder.create(this, "InvokeItself")
        .roles(List.of(function.role()))
        .statements(
            List.of(
                PolicyStatement.Builder.create()
                    .actions(List.of("lambda:InvokeFunction"))
                    .resources(List.of(function.target().getFunctionArn()))
                    .build()))
        .build();
  }

  JavaFunction function() {
    return function;
  }
}
