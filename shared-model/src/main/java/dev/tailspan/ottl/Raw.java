package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.BoolValue;
import dev.tailspan.model.AttributeValue.BytesValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between attribute values and Go's plain maps and lists: {@code AsRaw} and {@code FromRaw}. */
final class Raw {
  private Raw() {}

  /** {@code AsRaw}, deep; what is no attribute value stays as it is. */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof ArrayValue list) {
      List<@Nullable Object> raw = new ArrayList<>(list.values().size());
      for (AttributeValue item : list.values()) {
        raw.add(of(Values.of(item)));
      }
      return raw;
    }
    if (value instanceof KeyValueListValue map) {
      Map<String, @Nullable Object> raw = new LinkedHashMap<>();
      for (KeyValue entry : map.values()) {
        raw.put(entry.key(), of(Values.of(entry.value())));
      }
      return raw;
    }
    return value;
  }

  /**
   * {@code FromRaw}.
   *
   * @throws OttlEvaluationException for what no attribute can be: times, ids, but also maps and
   *     lists that are attribute values already
   */
  static AttributeValue value(@Nullable Object raw) throws OttlEvaluationException {
    if (raw == null) {
      return AttributeValue.EMPTY;
    }
    if (raw instanceof String text) {
      return new StringValue(text);
    }
    if (raw instanceof Long || raw instanceof Integer) {
      return new IntValue(((Number) raw).longValue());
    }
    if (raw instanceof Double number) {
      return new DoubleValue(number);
    }
    if (raw instanceof Boolean flag) {
      return new BoolValue(flag);
    }
    if (raw instanceof byte[] bytes) {
      return new BytesValue(bytes);
    }
    if (raw instanceof List<?> list) {
      return list(list);
    }
    if (raw instanceof Map<?, ?> map) {
      return map(map);
    }
    throw new OttlEvaluationException(
        Values.describe(raw) + " cannot be put into a list or map here");
  }

  static ArrayValue list(List<?> raw) throws OttlEvaluationException {
    List<AttributeValue> items = new ArrayList<>(raw.size());
    for (Object item : raw) {
      items.add(value(item));
    }
    return new ArrayValue(items);
  }

  static KeyValueListValue map(Map<?, ?> raw) throws OttlEvaluationException {
    List<KeyValue> entries = new ArrayList<>(raw.size());
    for (Map.Entry<?, ?> entry : raw.entrySet()) {
      entries.add(new KeyValue(String.valueOf(entry.getKey()), value(entry.getValue())));
    }
    return new KeyValueListValue(new Attributes(entries));
  }

  /** A written list. */
  static List<@Nullable Object> list(List<Expression> items, OttlContext at)
      throws OttlEvaluationException {
    List<@Nullable Object> values = new ArrayList<>(items.size());
    for (Expression item : items) {
      values.add(item.get(at));
    }
    return values;
  }

  /** A written map; of a key that is there twice, the last. */
  static KeyValueListValue map(List<String> keys, List<Expression> values, OttlContext at)
      throws OttlEvaluationException {
    Map<String, AttributeValue> entries = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      entries.put(keys.get(i), entry(values.get(i).get(at)));
    }
    return new KeyValueListValue(
        new Attributes(
            entries.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList()));
  }

  private static AttributeValue entry(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof KeyValueListValue map) {
      return map;
    }
    if (!(value instanceof List<?> list)) {
      return value(value);
    }
    List<AttributeValue> items = new ArrayList<>(list.size());
    for (Object item : list) {
      items.add(item instanceof KeyValueListValue map ? map : value(item));
    }
    return new ArrayValue(items);
  }
}
