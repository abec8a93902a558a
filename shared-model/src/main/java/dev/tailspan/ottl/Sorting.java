package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.BoolValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.EmptyValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.StringValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code Sort}: numbers as numbers, everything else as text; a list with maps, lists or bytes stays
 * as it is.
 */
final class Sorting {
  private Sorting() {}

  private record Item(String text, double number, @Nullable Object raw) {}

  static Object of(@Nullable Object value, boolean descending) throws OttlEvaluationException {
    if (value instanceof TextList texts) {
      List<String> sorted = new ArrayList<>(texts.items());
      sorted.sort(directed(Utf8Text::compare, descending));
      return new TextList(sorted);
    }
    if (!Values.isAnyList(value)) {
      throw new OttlEvaluationException("a list is wanted, not " + Values.describe(value));
    }
    ArrayValue list = Convert.list(value);
    if (list.values().isEmpty() || !list.values().stream().allMatch(Sorting::isScalar)) {
      return list;
    }
    boolean whole = list.values().stream().allMatch(IntValue.class::isInstance);
    boolean real =
        list.values().stream().allMatch(v -> v instanceof IntValue || v instanceof DoubleValue);
    List<Item> items = new ArrayList<>(list.values().size());
    for (AttributeValue item : list.values()) {
      items.add(item(item));
    }
    Comparator<Item> order = Comparator.comparing(Item::text, Utf8Text::compare);
    if (whole) {
      order = Comparator.comparing(item -> item.raw() instanceof Long number ? number : 0L);
    } else if (real) {
      order = Comparator.comparingDouble(Item::number);
    }
    items.sort(directed(order, descending));
    List<@Nullable Object> sorted = new ArrayList<>(items.size());
    items.forEach(item -> sorted.add(item.raw()));
    return sorted;
  }

  private static boolean isScalar(AttributeValue value) {
    return value instanceof IntValue
        || value instanceof DoubleValue
        || value instanceof StringValue
        || value instanceof BoolValue
        || value instanceof EmptyValue;
  }

  private static Item item(AttributeValue value) throws OttlEvaluationException {
    Object raw = Values.of(value);
    return new Item(AttributeTexts.of(value), Values.asDouble(raw), raw);
  }

  private static <T> Comparator<T> directed(Comparator<T> order, boolean descending) {
    return descending ? order.reversed() : order;
  }
}
