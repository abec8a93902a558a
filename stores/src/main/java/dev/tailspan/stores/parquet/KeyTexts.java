package dev.tailspan.stores.parquet;

import dev.tailspan.model.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Attribute keys in UTF-8: they are few, and come again with every span. */
final class KeyTexts {
  private static final int MOST = 10_000;

  private final Map<String, Binary> texts = new HashMap<>();

  /** The keys in their order; equal ones of one list are the same instance. */
  Binary[] keysOf(List<KeyValue> entries) {
    if (texts.size() > MOST) {
      texts.clear(); // a sender that makes up keys must not fill the memory
    }
    Binary[] keys = new Binary[entries.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = texts.computeIfAbsent(entries.get(i).key(), Binary::fromString);
    }
    return keys;
  }
}
