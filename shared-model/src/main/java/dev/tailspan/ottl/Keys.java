package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in brackets. Behind a path a key that is not there gives nil; behind a function it is
 * an error.
 */
final class Keys {
  private Keys() {}

  /** A key of a map. */
  static String text(Expression key, OttlContext at) throws OttlEvaluationException {
    Object value = key.get(at);
    if (value instanceof String text) {
      return text;
    }
    throw new OttlEvaluationException("a map is indexed by " + Values.describe(value));
  }

  /** Goes on from an attribute that was found under the first key. */
  static @Nullable Object ofAttribute(
      @Nullable AttributeValue attribute, List<Expression> keys, OttlContext at)
      throws OttlEvaluationException {
    AttributeValue value = attribute;
    for (int i = 1; i < keys.size() && value != null; i++) {
      if (value instanceof KeyValueListValue map) {
        value = map.values().get(text(keys.get(i), at));
      } else if (value instanceof ArrayValue list) {
        value = list.values().get(index(keys.get(i).get(at), list.values().size()));
      } else {
        throw new OttlEvaluationException(
            Values.describe(Values.of(value)) + " has nothing to be indexed");
      }
    }
    return Values.of(value);
  }

  /** Of what a function gave. */
  static @Nullable Object ofResult(@Nullable Object result, List<Expression> keys, OttlContext at)
      throws OttlEvaluationException {
    Object value = result;
    for (Expression key : keys) {
      value = step(value, key.get(at));
    }
    return value;
  }

  private static @Nullable Object step(@Nullable Object value, @Nullable Object key)
      throws OttlEvaluationException {
    if (key instanceof String name) {
      if (value instanceof KeyValueListValue map) {
        return Values.of(found(map.values().get(name), name));
      }
      if (value instanceof Map<?, ?> map && map.containsKey(name)) {
        return map.get(name);
      }
      if (value instanceof Map) {
        throw missing(name);
      }
    } else if (key instanceof Long || key instanceof Integer) {
      Long index = ((Number) key).longValue();
      if (value instanceof ArrayValue list) {
        return Values.of(list.values().get(index(index, list.values().size())));
      }
      if (value instanceof List<?> list) {
        return list.get(index(index, list.size()));
      }
      if (value instanceof TextList list) {
        return list.items().get(index(index, list.items().size()));
      }
    }
    throw new OttlEvaluationException(
        Values.describe(value) + " is indexed by " + Values.describe(key));
  }

  private static AttributeValue found(@Nullable AttributeValue value, String name)
      throws OttlEvaluationException {
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  private static OttlEvaluationException missing(String name) {
    return new OttlEvaluationException("the map has no key \"" + name + "\"");
  }

  private static int index(@Nullable Object key, int size) throws OttlEvaluationException {
    if (!(key instanceof Long index)) {
      throw new OttlEvaluationException("a list is indexed by " + Values.describe(key));
    }
    if (index < 0 || index >= size) {
      throw new OttlEvaluationException("index " + index + " of a list of " + size);
    }
    return index.intValue();
  }
}
