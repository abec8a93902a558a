package dev.tailspan.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/** Where kept traces lie, what can be searched, and the statistics of all traffic. */
final class IndexTable extends Construct {
  private final Table table;

  IndexTable(Construct scope, String id, RemovalPolicy removal) {
    super(scope, id);
    table = KeyedTable.in(this, true, removal);
  }

  Table table() {
    return table;
  }
}
