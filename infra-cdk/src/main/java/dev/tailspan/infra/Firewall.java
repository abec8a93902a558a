package dev.tailspan.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/**
 * A web ACL before the API: addresses of ill repute and those that send too much are blocked. No
 * rule looks at bodies: spans quote other people's attacks, and would be lost with the batch.
 */
final class Firewall extends Construct {
  /** Of one address in five minutes. */
  private static final int REQUESTS = 100_000;

  Firewall(Construct scope, String id, RestApi api) {
    super(scope, id);
    CfnWebACL acl =
        CfnWebACL.Builder.create(this, "Acl")
            .scope("REGIONAL")
            .description("Tailspan")
            .defaultAction(
                CfnWebACL.DefaultActionProperty.builder()
                    .allow(CfnWebACL.AllowActionProperty.builder().build())
                    .build())
            .visibilityConfig(seen("all"))
            .rules(List.of(reputation(), rate()))
            .build();
    CfnWebACLAssociation.Builder.create(this, "Association")
        .resourceArn(api.getDeploymentStage().getStageArn())
        .webAclArn(acl.getAttrArn())
        .build();
  }

  private static CfnWebACL.RuleProperty reputation() {
    return CfnWebACL.RuleProperty.builder()
        .name("reputation")
        .priority(0)
        .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(Map.of()).build())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .managedRuleGroupStatement(
                    CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                        .vendorName("AWS")
                        .name("AWSManagedRulesAmazonIpReputationList")
                        .build())
                .build())
        .visibilityConfig(seen("reputation"))
        .build();
  }

  private static CfnWebACL.RuleProperty rate() {
    return CfnWebACL.RuleProperty.builder()
        .name("rate")
        .priority(1)
        .action(
            CfnWebACL.RuleActionProperty.builder()
                .block(CfnWebACL.BlockActionProperty.builder().build())
                .build())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .rateBasedStatement(
                    CfnWebACL.RateBasedStatementProperty.builder()
                        .limit(REQUESTS)
                        .aggregateKeyType("IP")
                        .build())
                .build())
        .visibilityConfig(seen("rate"))
        .build();
  }

  private static CfnWebACL.VisibilityConfigProperty seen(String name) {
    return CfnWebACL.VisibilityConfigProperty.builder()
        .cloudWatchMetricsEnabled(true)
        .sampledRequestsEnabled(false)
        .metricName("tailspan-" + name)
        .build();
  }
}
