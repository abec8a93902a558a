package dev.tailspan.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order they were received. Keys should be unique; where a sender repeats one,
 * all are kept and the first is found.
 */
public record Attributes(List<KeyValue> entries) implements Iterable<KeyValue> {
  /** No attributes. */
  public static final Attributes NONE = new Attributes(List.of());

  public Attributes {
    entries = List.copyOf(entries);
  }

  /** Attributes of texts: key, value, key, value. */
  public static Attributes ofStrings(String... keysAndValues) {
    List<KeyValue> entries = new ArrayList<>(keysAndValues.length / 2);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.add(
          new KeyValue(keysAndValues[i], new AttributeValue.StringValue(keysAndValues[i + 1])));
    }
    return new Attributes(entries);
  }

  /** The first value under the key. */
  public @Nullable AttributeValue get(String key) {
    for (KeyValue entry : entries) {
      if (entry.key().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  /** The first value under the key if it is a text. */
  public @Nullable String getString(String key) {
    return get(key) instanceof AttributeValue.StringValue text ? text.value() : null;
  }

  public int size() {
    return entries.size();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public Iterator<KeyValue> iterator() {
    return entries.iterator();
  }
}
