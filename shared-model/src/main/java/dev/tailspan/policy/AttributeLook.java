package dev.tailspan.policy;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.StagedResource;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.text.Excerpt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The walk the attribute policies share: resources and spans, the first that matches ends it. Scope
 * attributes are not looked at.
 *
 * @param value that matched; otherwise the first one found under the key, null where it is nowhere
 */
record AttributeLook(boolean matched, @Nullable AttributeValue value) {
  private static final AttributeLook NOWHERE = new AttributeLook(false, null);

  /** Whether a value is one of those wanted. */
  @FunctionalInterface
  interface Wanted {
    boolean matches(AttributeValue value, boolean onResource);
  }

  static AttributeLook at(StagedTrace trace, AttributeKey key, Wanted wanted) {
    AttributeValue seen = null;
    StagedResource last = null;
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      StagedSpan span = spans.get(i);
      // Spans of one resource mostly lie side by side; looking again would only cost time.
      AttributeValue onResource = span.resource() == last ? null : span.resource().attribute(key);
      last = span.resource();
      if (onResource != null && wanted.matches(onResource, true)) {
        return new AttributeLook(true, onResource);
      }
      AttributeValue onSpan = span.attribute(key);
      if (onSpan != null && wanted.matches(onSpan, false)) {
        return new AttributeLook(true, onSpan);
      }
      seen = seen != null ? seen : onResource != null ? onResource : onSpan;
    }
    return seen == null ? NOWHERE : new AttributeLook(false, seen);
  }

  /** {@code http.route "/pay"}, or that the key is nowhere. */
  String measured(String key) {
    if (value == null) {
      return key + " absent";
    }
    String text = value.asText();
    return value instanceof AttributeValue.StringValue
        ? key + " " + Excerpt.quoted(text)
        : key + " " + Excerpt.of(text);
  }
}
