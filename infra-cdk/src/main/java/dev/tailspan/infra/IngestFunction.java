package dev.tailspan.infra;

import dev.tailspan.stores.s3.S3Stores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.constructs.Construct;

/** Stages batches of the stream. */
final class IngestFunction extends Construct {
  private static final int BATCH_RECORDS = 10_000;

  /** An invocation that is stuck holds its shard back, and all decisions with it. */
  private static final Duration TIMEOUT = Duration.minutes(2);

  /** One core, and a heap for the worst event: 6 MB that unpack to tens of MB. */
  private static final int MEMORY_MEGABYTES = 1769;

  private final JavaFunction function;
  private final CfnEventSourceMapping mapping;

  IngestFunction(Construct scope, String id, TailspanProps props, Stores stores) {
    super(scope, id);
    Buckets buckets = stores.buckets();
    function =
        new JavaFunction(
            this,
            new JavaFunction.Spec(
                "ingest",
                "Tailspan: stages spans from the stream",
                MEMORY_MEGABYTES,
                TIMEOUT,
                Optional.empty()),
            props,
            environment(props, stores),
            new Grants()
                .stream(
                        stores.stream(),
                        "DescribeStream",
                        "DescribeStreamSummary",
                        "GetRecords",
                        "GetShardIterator",
                        "ListShards")
                    .table(stores.staging(), "BatchWriteItem")
                    .table(stores.state(), "BatchGetItem", "GetItem", "UpdateItem")
                    .write(buckets.blocks(), S3Stores.BLOCKS)
                    .write(buckets.quarantine(), S3Stores.QUARANTINE, Buckets.GIVEN_UP)
                    .list(buckets.quarantine())
                    .read(buckets.policies(), S3Stores.POLICIES)
                    .list(buckets.policies())
                    .ownTraces(stores.stream(), props));
    mapping = mapping(props, stores);
    // The mapping is refused as long as its role may not read the stream.
    mapping.getNode().addDependency(function.role());
  }

  private static Map<String, String> environment(TailspanProps props, Stores stores) {
    Map<String, String> variables = new TreeMap<>(stores.environment(props));
    variables.putAll(props.policies().secrets());
    return variables;
  }

  private CfnEventSourceMapping mapping(TailspanProps props, Stores stores) {
    return CfnEventSourceMapping.Builder.create(this, "Mapping")
        .eventSourceArn(stores.stream().getStreamArn())
        .functionName(function.target().getFunctionArn())
        .startingPosition("TRIM_HORIZON")
        .batchSize(BATCH_RECORDS)
        .maximumBatchingWindowInSeconds((int) props.stream().window().toSeconds())
        .functionResponseTypes(List.of("ReportBatchItemFailures"))
        .bisectBatchOnFunctionError(true)
        .maximumRetryAttempts(props.stream().retries())
        .maximumRecordAgeInSeconds((int) props.pipeline().maxRecordAge().toSeconds())
        // With more, batches of a shard overtake one another and watermarks say too much.
        .parallelizationFactor(1)
        .destinationConfig(
            CfnEventSourceMapping.DestinationConfigProperty.builder()
                .onFailure(
                    CfnEventSourceMapping.OnFailureProperty.builder()
                        .destination(stores.buckets().quarantine().getBucketArn())
                        .build())
                .build())
        .metricsConfig(
            CfnEventSourceMapping.MetricsConfigProperty.builder()
                .metrics(List.of("EventCount"))
                .build())
        .build();
  }

  JavaFunction function() {
    return function;
  }

  String mappingId() {
    return mapping.getAttrId();
  }
}
