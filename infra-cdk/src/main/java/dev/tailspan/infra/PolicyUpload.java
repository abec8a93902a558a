package dev.tailspan.infra;

import dev.tailspan.stores.s3.S3Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.customresources.AwsCustomResource;
import software.amazon.awscdk.customresources.AwsCustomResourcePolicy;
import software.amazon.awscdk.customresources.AwsSdkCall;
import software.amazon.awscdk.customresources.PhysicalResourceId;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * Puts the policy file, an asset of the app, where finalize looks for it; again only when it has
 * changed. One copy of one object: CDK's {@code BucketDeployment} would take rights over both
 * buckets for it.
 */
final class PolicyUpload extends Construct {
  private static final String KEY = S3Stores.POLICIES + "current.yaml";

  PolicyUpload(Construct scope, String id, Bucket bucket, Path file, int logDays) {
    super(scope, id);
    Asset asset = Asset.Builder.create(this, "File").path(file.toString()).build();
    LogGroup log =
        LogGroup.Builder.create(this, "Log")
            .retention(Logs.retention(logDays))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    AwsSdkCall copy =
        AwsSdkCall.builder()
            .service("S3")
            .action("copyObject")
            .parameters(
                Map.of(
                    "Bucket",
                    bucket.getBucketName(),
                    "Key",
                    KEY,
                    "CopySource",
                    asset.getS3BucketName() + "/" + asset.getS3ObjectKey()))
            .physicalResourceId(PhysicalResourceId.of(KEY))
            .build();
    String source =
        "arn:%s:s3:::%s/%s"
            .formatted(
                Stack.of(this).getPartition(), asset.getS3BucketName(), asset.getS3ObjectKey());
    AwsCustomResource upload =
        AwsCustomResource.Builder.create(this, "Upload")
            .onCreate(copy)
            .onUpdate(copy)
            .installLatestAwsSdk(false)
            .logGroup(log)
            .role(role(log))
            .policy(
                AwsCustomResourcePolicy.fromStatements(
                    List.of(
                        allow("s3:GetObject", source),
                        allow("s3:PutObject", bucket.arnForObjects(KEY)))))
            .build();
    upload.getNode().addDependency(bucket);
    acceptRuntime();
  }

  /** The function behind custom resources, one a stack. */
  private void acceptRuntime() {
    IConstruct function =
        Stack.of(this)
            .getNode()
            .findChild("AWS" + AwsCustomResource.PROVIDER_FUNCTION_UUID.replace("-", ""));
    Nag.accept(
        function,
        "AwsSolutions-L1",
        "CDK chooses the runtime of its own function for custom resources.");
  }

  private Role role(LogGroup log) {
    Role role =
        Role.Builder.create(this, "Role")
            .description("Tailspan: uploads the policy file")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    role.addToPolicy(allow("logs:CreateLogStream", log.getLogGroupArn()));
    role.addToPolicy(allow("logs:PutLogEvents", log.getLogGroupArn()));
    return role;
  }

  private static PolicyStatement allow(String action, String resource) {
    return PolicyStatement.Builder.create()
        .actions(List.of(action))
        .resources(List.of(resource))
        .build();
  }
}
