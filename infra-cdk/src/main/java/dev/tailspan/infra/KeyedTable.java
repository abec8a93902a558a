package dev.tailspan.infra;

import dev.tailspan.stores.dynamodb.Tables;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/** What the three tables have in common: keys, time to live, payment by request. */
final class KeyedTable {
  private KeyedTable() {}

  static Table in(Construct scope, boolean recoverable, RemovalPolicy removal) {
    return Table.Builder.create(scope, "Table")
        .partitionKey(text(Tables.PK))
        .sortKey(text(Tables.SK))
        .timeToLiveAttribute(Tables.EXPIRES_AT)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .pointInTimeRecoverySpecification(
            PointInTimeRecoverySpecification.builder()
                .pointInTimeRecoveryEnabled(recoverable)
                .build())
        .removalPolicy(removal)
        .build();
  }

  private static Attribute text(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }
}
