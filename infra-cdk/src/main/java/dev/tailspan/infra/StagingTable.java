package dev.tailspan.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/**
 * Blocks of spans that are not decided yet. Not recoverable to a point in time: all of it is gone
 * within a day, and backing up each write would cost more than the writes are worth.
 */
final class StagingTable extends Construct {
  private final Table table;

  StagingTable(Construct scope, String id) {
    super(scope, id);
    table = KeyedTable.in(this, false, RemovalPolicy.DESTROY);
    Nag.accept(
        table,
        "AwsSolutions-DDB3",
        "Everything in it expires within the staging TTL, and the stream holds what came last.");
  }

  Table table() {
    return table;
  }
}
