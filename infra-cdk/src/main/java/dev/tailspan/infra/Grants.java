package dev.tailspan.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.s3.IBucket;

/**
 * What one function may do, collected statement by statement. Actions are those that the stores
 * call, named one by one: CDK's own {@code grant} methods give whole families of them.
 */
final class Grants {
  private final List<PolicyStatement> statements = new ArrayList<>();

  /** For DynamoDB, actions without their prefix. */
  Grants table(ITable table, String... actions) {
    return add("dynamodb:", actions, List.of(table.getTableArn()));
  }

  /** For Kinesis, actions without their prefix. */
  Grants stream(IStream stream, String... actions) {
    return add("kinesis:", actions, List.of(stream.getStreamArn()));
  }

  /** What a function needs that traces itself, if it does. */
  Grants ownTraces(IStream stream, TailspanProps props) {
    return props.operations().traceThemselves() ? stream(stream, "PutRecords") : this;
  }

  Grants read(IBucket bucket, String... prefixes) {
    return objects("GetObject", bucket, prefixes);
  }

  Grants write(IBucket bucket, String... prefixes) {
    return objects("PutObject", bucket, prefixes);
  }

  /**
   * Without it S3 answers 403 where an object is missing, not 404. Not narrowed to a prefix: a read
   * names none, and the condition would never hold.
   */
  Grants list(IBucket bucket) {
    return add("s3:", new String[] {"ListBucket"}, List.of(bucket.getBucketArn()));
  }

  private Grants objects(String action, IBucket bucket, String... prefixes) {
    List<String> arns =
        Stream.of(prefixes).map(prefix -> bucket.arnForObjects(prefix + "*")).toList();
    return add("s3:", new String[] {action}, arns);
  }

  private Grants add(String service, String[] actions, List<String> resources) {
    statements.add(
        PolicyStatement.Builder.create()
            .actions(Stream.of(actions).map(action -> service + action).toList())
            .resources(resources)
            .build());
    return this;
  }

  List<PolicyStatement> statements() {
    return List.copyOf(statements);
  }
}
