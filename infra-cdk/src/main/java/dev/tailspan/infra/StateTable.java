package dev.tailspan.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/**
 * Watermarks, cursors and decided sets. Not recoverable to a point in time: restored, it would
 * contradict what was archived since, and the traces of the time between would be decided twice.
 */
final class StateTable extends Construct {
  private final Table table;

  StateTable(Construct scope, String id) {
    super(scope, id);
    table = KeyedTable.in(this, false, RemovalPolicy.DESTROY);
    Nag.accept(
        table,
        "AwsSolutions-DDB3",
        "Cursors of an earlier moment would contradict what was archived since: never restored.");
  }

  Table table() {
    return table;
  }
}
