package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.text.Excerpt;
import dev.tailspan.trace.CallTree;
import dev.tailspan.trace.StableHash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget for each tuple of values. A value is that of the root span, else of its resource, else
 * the first one in the trace; {@code span.name} is the root's name. A value that is nowhere is one
 * of its own.
 */
record AttributesKeying(List<AttributeKey> attributes) implements Keying {
  static final String SPAN_NAME = "span.name";

  AttributesKeying {
    attributes = List.copyOf(attributes);
  }

  @Override
  public long key(StagedTrace trace) {
    StagedSpan root = CallTree.root(trace);
    long hash = attributes.size();
    for (int i = 0; i < attributes.size(); i++) {
      String value = value(trace, root, attributes.get(i));
      hash = StableHash.mix(hash, value == null ? 0 : StableHash.of(value, 1));
    }
    return hash;
  }

  private static @Nullable String value(StagedTrace trace, StagedSpan root, AttributeKey key) {
    if (key.name().equals(SPAN_NAME)) {
      return root.name();
    }
    AttributeValue value = root.attribute(key);
    if (value == null) {
      value = root.resource().attribute(key);
    }
    if (value == null) {
      value = AttributeLook.at(trace, key, (any, onResource) -> true).value();
    }
    return value == null ? null : value.asText();
  }

  /** {@code tenant "a", http.route absent}. */
  String text(StagedTrace trace) {
    StagedSpan root = CallTree.root(trace);
    List<String> texts = new ArrayList<>();
    for (AttributeKey key : attributes) {
      String value = value(trace, root, key);
      texts.add(key.name() + " " + (value == null ? "absent" : Excerpt.quoted(value)));
    }
    return String.join(", ", texts);
  }
}
