package dev.tailspan.ottl;

import dev.tailspan.block.AttributeKey;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.ottl.Expression.Literal;
import dev.tailspan.ottl.Expression.Path;
import dev.tailspan.text.W3cTraceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths that take keys: attributes, which are looked at in place, and the tracestate. */
final class KeyedFields {
  /** The cache of OTTL's statements, in which a condition can put nothing. */
  static final Path.Reader CACHE = at -> new KeyValueListValue(Attributes.NONE);

  private KeyedFields() {}

  /** Finds an attribute by its name. */
  @FunctionalInterface
  private interface Finder {
    @Nullable AttributeValue find(OttlContext at, AttributeKey key);
  }

  static Path.@Nullable Reader of(String context, String name, List<Expression> keys) {
    if (name.equals("attributes")) {
      return attribute(finder(context), keys);
    }
    if (name.equals("cache") && (context.equals("span") || context.equals("spanevent"))) {
      return attribute((at, key) -> null, keys);
    }
    boolean state = name.equals("trace_state") && context.equals("span") && keys.size() == 1;
    return state ? traceState(keys.get(0)) : null;
  }

  private static Finder finder(String context) {
    return switch (context) {
      case "resource" -> (at, key) -> at.span().resource().attribute(key);
      case "spanevent" -> (at, key) -> at.event().attributes().get(key.name());
      case "span" -> (at, key) -> at.span().attribute(key);
      default -> (at, key) -> at.span().scope().attributes().get(key.name());
    };
  }

  private static Path.Reader attribute(Finder finder, List<Expression> keys) {
    Expression first = keys.get(0);
    if (first instanceof Literal literal && literal.value() instanceof String text) {
      AttributeKey key = AttributeKey.of(text);
      return keys.size() == 1
          ? at -> Values.of(finder.find(at, key))
          : at -> Keys.ofAttribute(finder.find(at, key), keys, at);
    }
    return at -> Keys.ofAttribute(finder.find(at, AttributeKey.of(Keys.text(first, at))), keys, at);
  }

  /** Nil where the state is not valid, empty where the key is not there. */
  private static Path.Reader traceState(Expression key) {
    String name = key instanceof Literal literal && literal.value() instanceof String t ? t : null;
    return at -> {
      String value = W3cTraceState.value(at.span().traceState(), name == null ? "" : name);
      if (value != null && name == null) {
        throw new OttlEvaluationException("the tracestate is indexed by something but a text");
      }
      return value;
    };
  }
}
