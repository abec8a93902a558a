package dev.tailspan.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** A stack with Tailspan and nothing else, and as outputs what its user needs next. */
public final class TailspanStack extends Stack {
  public TailspanStack(Construct scope, String id, TailspanProps props) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("Tailspan: serverless distributed tracing with tail sampling")
            .build());
    Tailspan tracing = new Tailspan(this, "Tracing", props);
    output("StreamName", "Where services put spans", tracing.stream().getStreamName());
    output("StreamArn", "For the policies of those services", tracing.stream().getStreamArn());
    output("ApiUrl", "Read APIs, from /api/v1", tracing.api().getUrl());
    output("OtlpUrl", "OTLP/HTTP", tracing.api().urlForPath("/v1/traces"));
    output(
        "ApiArn",
        "For execute-api:Invoke in the policies of callers",
        tracing.api().arnForExecuteApi("*", "/*", HttpApi.STAGE));
    output("PolicyBucket", "For policies/current.yaml", tracing.policies().getBucketName());
    output("ArchiveBucket", "Kept traces as Parquet", tracing.archive().getBucketName());
    output("QuarantineBucket", "What could not be staged", tracing.quarantine().getBucketName());
    output("StagingTable", "Spans that are not decided", tracing.stagingTable().getTableName());
    output("IndexTable", "Where kept traces are found", tracing.indexTable().getTableName());
    output("SqlWorkGroup", "For queries in Athena", tracing.workGroup());
    output("SqlDatabase", "With the table traces", tracing.sqlDatabase());
    output("Dashboard", "In CloudWatch", tracing.dashboard());
  }

  private void output(String name, String description, String value) {
    CfnOutput.Builder.create(this, name).description(description).value(value).build();
  }
}
