package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.ottl.Parameter.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and maps in or out. */
final class ListFunctions {
  private static final Parameter LIST = Parameter.of("Target", Kind.LIST);
  private static final Parameter MAP = Parameter.of("Target", Kind.MAP);

  static final List<Function> ALL =
      List.of(
          Function.of(
              "Split",
              (a, at) -> split(a.text(0, at), a.text(1, at)),
              Parameter.of("Target", Kind.TEXT),
              Parameter.of("Delimiter", Kind.TEXT)),
          Function.of(
              "Concat",
              ListFunctions::concat,
              Parameter.of("Vals", Kind.LIST_OF_TEXT_LIKE),
              Parameter.of("Delimiter", Kind.TEXT)),
          Function.of(
              "ContainsValue",
              (a, at) -> indexOf(a.list(0, at), a.any(1, at)) >= 0,
              LIST,
              Parameter.of("Item", Kind.ANY)),
          Function.of(
              "Index",
              (a, at) -> index(a.any(0, at), a.any(1, at)),
              Parameter.of("Target", Kind.ANY),
              Parameter.of("Value", Kind.ANY)),
          Function.of("Keys", (a, at) -> keys(a.map(0, at)), MAP),
          Function.of("Values", (a, at) -> values(a.map(0, at)), MAP),
          Function.made(
              "Sort",
              ListFunctions::sort,
              Parameter.of("Target", Kind.ANY),
              Parameter.optional("Order", Kind.WRITTEN_TEXT)),
          Function.of(
              "SliceToMap",
              ListFunctions::sliceToMap,
              LIST,
              Parameter.optional("KeyPath", Kind.WRITTEN_LIST_OF_WRITTEN_TEXTS),
              Parameter.optional("ValuePath", Kind.WRITTEN_LIST_OF_WRITTEN_TEXTS)));

  private ListFunctions() {}

  private static TextList split(String text, String delimiter) {
    if (delimiter.isEmpty()) {
      return new TextList(text.codePoints().mapToObj(Character::toString).toList());
    }
    String bytes = Utf8Text.latin(text);
    String by = Utf8Text.latin(delimiter);
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int end = bytes.indexOf(by); end >= 0; end = bytes.indexOf(by, from)) {
      parts.add(Utf8Text.ofLatin(bytes.substring(from, end)));
      from = end + by.length();
    }
    parts.add(Utf8Text.ofLatin(bytes.substring(from)));
    return new TextList(parts);
  }

  private static String concat(Arguments a, OttlContext at) throws OttlEvaluationException {
    String delimiter = a.text(1, at);
    List<String> parts = new ArrayList<>();
    Object value = a.any(0, at);
    if (value instanceof List<?> list) {
      for (Object item : list) {
        String text = Convert.textLike(item);
        parts.add(text == null ? "<nil>" : text);
      }
    } else if (value instanceof TextList list) {
      parts.addAll(list.items());
    } else if (value instanceof byte[] || value instanceof String) {
      throw new OttlEvaluationException("a list is wanted, not " + Values.describe(value));
    } else if (value != null) {
      for (AttributeValue item : Convert.list(value).values()) {
        parts.add(AttributeTexts.of(item));
      }
    }
    // Two halves of a character make a whole one.
    return Utf8Text.of(Utf8Text.bytes(String.join(delimiter, parts)));
  }

  private static long indexOf(ArrayValue list, @Nullable Object item)
      throws OttlEvaluationException {
    for (int i = 0; i < list.values().size(); i++) {
      if (Comparison.EQUAL.holds(Values.of(list.values().get(i)), item)) {
        return i;
      }
    }
    return -1;
  }

  private static Long index(@Nullable Object target, @Nullable Object value)
      throws OttlEvaluationException {
    if (!(target instanceof String text)) {
      return rawIndexOf(Convert.list(target), value);
    }
    if (!(value instanceof String part)) {
      throw new OttlEvaluationException("a text is looked for in a text");
    }
    return (long) Utf8Text.latin(text).indexOf(Utf8Text.latin(part));
  }

  private static Long rawIndexOf(ArrayValue list, @Nullable Object value)
      throws OttlEvaluationException {
    for (int i = 0; i < list.values().size(); i++) {
      if (Comparison.EQUAL.holds(Raw.of(Values.of(list.values().get(i))), value)) {
        return (long) i;
      }
    }
    return -1L;
  }

  private static ArrayValue keys(Attributes map) {
    List<AttributeValue> keys = new ArrayList<>(map.size());
    for (KeyValue entry : map) {
      keys.add(new StringValue(entry.key()));
    }
    return new ArrayValue(keys);
  }

  private static ArrayValue values(Attributes map) {
    return new ArrayValue(map.entries().stream().map(KeyValue::value).toList());
  }

  private static Function.Body sort(Arguments a) throws OttlSyntaxException {
    String order = a.written(1, "asc");
    if (!order.equals("asc") && !order.equals("desc")) {
      throw a.wrong(1, "The order is asc or desc.");
    }
    return at -> Sorting.of(a.any(0, at), order.equals("desc"));
  }

  private static KeyValueListValue sliceToMap(Arguments a, OttlContext at)
      throws OttlEvaluationException {
    List<AttributeValue> items = a.list(0, at).values();
    Map<String, AttributeValue> entries = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      String key = Integer.toString(i);
      if (a.has(1)) {
        key = Convert.text(Values.of(inside(items.get(i), a.writtenTexts(1))));
      }
      entries.put(
          key,
          a.has(2) ? inside(items.get(i), a.writtenTexts(2)) : onlyMap(items.get(i), a.has(1)));
    }
    return new KeyValueListValue(
        new Attributes(
            entries.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList()));
  }

  private static AttributeValue onlyMap(AttributeValue item, boolean map)
      throws OttlEvaluationException {
    if (map && !(item instanceof KeyValueListValue)) {
      throw new OttlEvaluationException("an item of the list is no map");
    }
    return item;
  }

  private static AttributeValue inside(AttributeValue item, List<String> path)
      throws OttlEvaluationException {
    AttributeValue value = path.isEmpty() ? null : item;
    for (String key : path) {
      value = value instanceof KeyValueListValue map ? map.values().get(key) : null;
    }
    if (value == null) {
      throw new OttlEvaluationException("an item of the list has no " + String.join(".", path));
    }
    return value;
  }
}
