package dev.tailspan.local.chaos;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import java.util.List;

/** Spans as they are returned of a trace that a policy kept with certainty. */
public final class KeptSpans {
  private KeptSpans() {}

  /** Marked with the policy and the weight, in place of what they had of both. */
  public static List<Span> by(String policy, List<Span> sent) {
    return sent.stream().map(span -> by(policy, span)).toList();
  }

  private static Span by(String policy, Span sent) {
    Scope scope = sent.scope();
    return sent.toBuilder()
        .scope(
            new Scope(
                scope.name(),
                scope.version(),
                Attributes.ofStrings("tailsampling.policy", policy),
                scope.droppedAttributesCount(),
                scope.schemaUrl()))
        .traceState("ot=th:0")
        .build();
  }
}
