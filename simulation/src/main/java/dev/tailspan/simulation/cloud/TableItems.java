package dev.tailspan.simulation.cloud;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of the model's tables: by table, partition key, sort key. */
public final class TableItems {
  static final String PK = "pk";
  static final String SK = "sk";
  private static final String EXPIRES_AT = "expiresAt";

  private final Map<String, Map<String, TreeMap<String, Map<String, AttributeValue>>>> tables =
      new HashMap<>();
  private final String constant;
  private int changedItems;

  /**
   * @param constant a table whose items are only ever written again as they are
   */
  public TableItems(String constant) {
    this.constant = constant;
  }

  /** How often an item of the constant table was written with other contents. */
  public int changedItems() {
    return changedItems;
  }

  private static Map<String, AttributeValue> withoutExpiry(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> rest = new HashMap<>(item);
    rest.remove(EXPIRES_AT);
    return rest;
  }

  /** Its items by sort key; not to be changed. */
  NavigableMap<String, Map<String, AttributeValue>> partition(String table, String pk) {
    TreeMap<String, Map<String, AttributeValue>> there =
        tables.getOrDefault(table, Map.of()).get(pk);
    return there == null ? Collections.emptyNavigableMap() : there;
  }

  Map<String, AttributeValue> get(String table, Map<String, AttributeValue> key) {
    return partition(table, pk(key)).getOrDefault(sk(key), Map.of());
  }

  void put(String table, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> before = table.equals(constant) ? get(table, item) : Map.of();
    if (!before.isEmpty() && !withoutExpiry(before).equals(withoutExpiry(item))) {
      changedItems++;
    }
    tables
        .computeIfAbsent(table, t -> new HashMap<>())
        .computeIfAbsent(pk(item), p -> new TreeMap<>(Utf8Order.INSTANCE))
        .put(sk(item), new LinkedHashMap<>(item));
  }

  /** One attribute of one item, as a text or number; for those who look from outside. */
  public Optional<String> attribute(String table, String pk, String sk, String name) {
    AttributeValue value =
        get(table, Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk))).get(name);
    return Optional.ofNullable(value).map(v -> v.n() != null ? v.n() : v.s());
  }

  /** Whether a partition has any item. */
  public boolean holds(String table, String pk) {
    return !partition(table, pk).isEmpty();
  }

  /**
   * Deletes what has expired, as DynamoDB does when it finds the time.
   *
   * @return how many items
   */
  public int deleteExpired(long beforeEpochSecond) {
    List<String> gone = new ArrayList<>();
    tables.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .forEach(
            partition ->
                partition
                    .entrySet()
                    .removeIf(
                        entry -> {
                          AttributeValue at = entry.getValue().get(EXPIRES_AT);
                          boolean expired =
                              at != null && Long.parseLong(at.n()) < beforeEpochSecond;
                          if (expired) {
                            gone.add(entry.getKey());
                          }
                          return expired;
                        }));
    return gone.size();
  }

  static String pk(Map<String, AttributeValue> key) {
    return text(key, PK);
  }

  static String sk(Map<String, AttributeValue> key) {
    return text(key, SK);
  }

  private static String text(Map<String, AttributeValue> key, String name) {
    AttributeValue value = key.get(name);
    if (value == null || value.s() == null) {
      throw new IllegalArgumentException("no " + name + " in " + key.keySet());
    }
    return value.s();
  }
}
