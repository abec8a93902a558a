package dev.tailspan.policy;

import dev.tailspan.policy.PolicyType.Level;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes policies of their shapes, reporting what the processor refuses when it starts. */
final class PolicyFactory {
  private final Findings findings;
  private final FeatureGates gates;

  PolicyFactory(Findings findings, FeatureGates gates) {
    this.findings = findings;
    this.gates = gates;
  }

  /** The policy; null when it is refused, every mistake being reported. */
  @Nullable Policy policy(PolicyShape shape) {
    return policy(shape, shape.name());
  }

  /**
   * @param id of the policy inside the file
   */
  private @Nullable Policy policy(PolicyShape shape, String id) {
    PolicyType type = shape.broken() ? null : type(shape);
    if (type == null) {
      return null;
    }
    adviseOnBlocks(shape, type);
    Settings settings = shape.settings(type);
    String name = shape.name();
    return switch (type) {
      case ALWAYS_SAMPLE -> new AlwaysSamplePolicy(name);
      case LATENCY -> LatencyPolicy.of(name, settings, findings);
      case NUMERIC_ATTRIBUTE -> NumericAttributePolicy.of(name, settings, findings);
      case PROBABILISTIC -> ProbabilisticPolicy.of(name, settings, findings);
      case STATUS_CODE -> StatusCodePolicy.of(name, settings, findings);
      case STRING_ATTRIBUTE -> StringAttributePolicy.of(name, settings, findings);
      case BOOLEAN_ATTRIBUTE -> BooleanAttributePolicy.of(name, settings, findings);
      case TRACE_STATE -> TraceStatePolicy.of(name, settings, findings);
      case TRACE_FLAGS -> new TraceFlagsPolicy(name);
      case SPAN_COUNT -> SpanCountPolicy.of(name, settings, findings);
      case AND -> and(shape, id);
      case NOT -> not(shape, id);
      case DROP -> drop(shape, id);
      case DEBUG -> new DebugPolicy(name);
      case DIVERSITY -> DiversityPolicy.of(name, id, settings, findings);
      case RARE_OPERATION -> RareOperationPolicy.of(name, id, settings, findings);
      case PERCENTILE_LATENCY -> PercentileLatencyPolicy.of(name, settings, findings);
      case SERVICE -> ServicePolicy.of(name, settings, findings);
      case ERROR_RATE_CHANGE -> ErrorRateChangePolicy.of(name, id, settings, findings);
      case RATE_LIMITING, BYTES_LIMITING ->
          RateLimitingPolicy.of(name, type, id, isCut(shape.level()), settings, findings);
      case COMPOSITE ->
          CompositePolicy.of(name, id, parts(shape, PolicyType.COMPOSITE, id), settings, findings);
      case OTTL_CONDITION -> OttlConditionPolicy.of(name, settings, findings);
    };
  }

  /** Where the processor cuts a tick's traces at one threshold when its gate is on. */
  private boolean isCut(Level level) {
    return gates.useTraceState() && (level == Level.TOP || level == Level.IN_AND);
  }

  private @Nullable PolicyType type(PolicyShape shape) {
    PolicyType type = PolicyType.of(shape.typeText());
    if (type != null && shape.level().allows(type)) {
      return type;
    }
    List<String> allowed = allowed(shape.level());
    if (type != null) {
      findings.problem(
          shape.typePlace(),
          "A policy of type " + type.key() + " cannot stand inside another of this kind.");
    } else if (shape.typeText().isEmpty()) {
      findings.problem(
          shape.typePlace(), "The type is missing; there are " + String.join(", ", allowed) + ".");
    } else {
      findings.problem(
          shape.typePlace(),
          Excerpt.quoted(shape.typeText())
              + " is no type of policy; there are "
              + String.join(", ", allowed)
              + ".",
          Nearest.to(shape.typeText(), allowed));
    }
    return null;
  }

  private static List<String> allowed(Level level) {
    return Arrays.stream(PolicyType.values())
        .filter(level::allows)
        .map(PolicyType::key)
        .sorted()
        .toList();
  }

  private void adviseOnBlocks(PolicyShape shape, PolicyType type) {
    if (!type.fields().isEmpty() && !shape.blocks().containsKey(type)) {
      findings.warning(
          shape.place().in(type.key()),
          "The block " + type.key() + " is missing, so all its keys have their defaults.");
    }
    shape
        .blocks()
        .forEach(
            (block, settings) -> {
              if (block != type) {
                findings.warning(
                    settings.place(),
                    "The policy is of type " + type.key() + ", so this block is left unread.");
              }
            });
  }

  private @Nullable Policy and(PolicyShape shape, String id) {
    if (shape.parts(PolicyType.AND).isEmpty()) {
      findings.warning(
          shape.settings(PolicyType.AND).place("and_sub_policy"),
          "Without sub-policies every trace is sampled.");
    }
    List<Policy> parts = parts(shape, PolicyType.AND, id);
    return parts == null ? null : new AndPolicy(shape.name(), parts);
  }

  private @Nullable Policy drop(PolicyShape shape, String id) {
    if (shape.parts(PolicyType.DROP).isEmpty()) {
      findings.warning(
          shape.settings(PolicyType.DROP).place("drop_sub_policy"),
          "Without sub-policies every trace is dropped.");
    }
    List<Policy> parts = parts(shape, PolicyType.DROP, id);
    return parts == null ? null : new DropPolicy(shape.name(), parts);
  }

  private @Nullable Policy not(PolicyShape shape, String id) {
    Settings settings = shape.settings(PolicyType.NOT);
    if (shape.parts(PolicyType.NOT).isEmpty() && !settings.isWrong("not_sub_policy")) {
      findings.problem(settings.place("not_sub_policy"), "The policy to be negated is missing.");
    }
    List<Policy> parts = parts(shape, PolicyType.NOT, id);
    return parts == null || parts.isEmpty() ? null : new NotPolicy(shape.name(), parts.get(0));
  }

  /** All of them; null when one is refused. */
  private @Nullable List<Policy> parts(PolicyShape shape, PolicyType type, String id) {
    List<Policy> policies = new ArrayList<>();
    List<PolicyShape> shapes = shape.parts(type);
    int number = 0;
    for (PolicyShape part : shapes) {
      Policy policy = policy(part, id + "/" + ++number);
      if (policy != null) {
        policies.add(policy);
      }
    }
    return policies.size() == shapes.size() ? policies : null;
  }
}
