package dev.tailspan.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * Findings of cdk-nag that are accepted, each where it arises and with its reason. They are written
 * into the resources' metadata as cdk-nag does it itself: its module is the slowest of all to load,
 * and is needed by those who check only.
 */
final class Nag {
  /** Objects under a prefix of a bucket; a whole bucket is not meant. */
  static final List<?> UNDER_A_PREFIX =
      List.of(Map.of("regex", "/^Resource::<.+\\.Arn>/[a-z]+/.*\\*$/"));

  private static final String METADATA = "cdk_nag";
  private static final String RULES = "rules_to_suppress";

  private Nag() {}

  /** Accepts a rule for a construct and all in it. */
  static void accept(IConstruct construct, String rule, String reason) {
    accept(construct, rule, reason, List.of());
  }

  /**
   * Accepts single findings of a rule.
   *
   * @param findings as the rule names them, such as {@code Resource::*}; none for all
   */
  static void accept(IConstruct construct, String rule, String reason, List<?> findings) {
    Map<String, Object> accepted = new TreeMap<>(Map.of("id", rule, "reason", reason));
    if (!findings.isEmpty()) {
      accepted.put("applies_to", findings);
    }
    for (IConstruct part : construct.getNode().findAll()) {
      if (part instanceof CfnResource resource) {
        List<Object> rules = new ArrayList<>(before(resource));
        rules.add(accepted);
        resource.addMetadata(METADATA, Map.of(RULES, rules));
      }
    }
  }

  private static List<?> before(CfnResource resource) {
    return resource.getMetadata(METADATA) instanceof Map<?, ?> metadata
            && metadata.get(RULES) instanceof List<?> rules
        ? rules
        : List.of();
  }
}
