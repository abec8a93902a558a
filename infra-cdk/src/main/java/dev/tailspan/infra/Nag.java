package dev.tailspan.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.List;
import software.constructs.IConstruct;

/** Findings of cdk-nag that are accepted, each where it arises and with its reason. */
final class Nag {
  /** Objects under a prefix of a bucket; a whole bucket is not meant. */
  static final List<?> UNDER_A_PREFIX =
      List.of(RegexAppliesTo.builder().regex("/^Resource::<.+\\.Arn>/[a-z]+/.*\\*$/").build());

  private Nag() {}

  /** Accepts a rule for a construct and all in it. */
  static void accept(IConstruct construct, String rule, String reason) {
    NagSuppressions.addResourceSuppressions(
        construct, List.of(NagPackSuppression.builder().id(rule).reason(reason).build()), true);
  }

  /**
   * Accepts single findings of a rule.
   *
   * @param findings as the rule names them, such as {@code Resource::*}
   */
  static void accept(IConstruct construct, String rule, String reason, List<?> findings) {
    NagSuppressions.addResourceSuppressions(
        construct,
        List.of(NagPackSuppression.builder().id(rule).reason(reason).appliesTo(findings).build()),
        true);
  }
}
