package dev.tailspan.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The keys of one block, read and of the right types; what is absent has the processor's zero
 * value.
 *
 * @param place of the block
 * @param values by key, without those that are absent, null or wrong
 * @param wrong keys whose values were reported as wrong; nothing more should be said of them
 */
record Settings(Place place, Map<String, Value> values, Set<String> wrong) {
  /** A value with its place. */
  record Value(Object value, Place place) {}

  /** One text of a list with its place. */
  record Text(String text, Place place) {}

  Settings {
    values = Map.copyOf(values);
    wrong = Set.copyOf(wrong);
  }

  static Settings none(Place place) {
    return new Settings(place, Map.of(), Set.of());
  }

  /** A block that is none, with these keys: wrong in all of them. */
  static Settings wrong(Place place, List<Field> fields) {
    return new Settings(
        place, Map.of(), fields.stream().map(Field::name).collect(Collectors.toSet()));
  }

  boolean isWrong(String key) {
    return wrong.contains(key);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The place of the key's value; of the block where it is absent. */
  Place place(String key) {
    Value value = values.get(key);
    return value == null ? place.in(key) : value.place();
  }

  String text(String key) {
    return get(key, String.class, "");
  }

  boolean flag(String key) {
    return get(key, Boolean.class, false);
  }

  long whole(String key) {
    return get(key, Long.class, 0L);
  }

  double number(String key) {
    return get(key, Double.class, 0.0);
  }

  Duration duration(String key) {
    return get(key, Duration.class, Duration.ZERO);
  }

  /** A list of texts. */
  List<Text> texts(String key) {
    return list(key).stream().filter(Text.class::isInstance).map(Text.class::cast).toList();
  }

  Settings block(String key) {
    return get(key, Settings.class, none(place.in(key)));
  }

  /** A list of blocks. */
  List<Settings> blocks(String key) {
    return list(key).stream().filter(Settings.class::isInstance).map(Settings.class::cast).toList();
  }

  /** A list of policies. */
  List<Node> policies(String key) {
    return list(key).stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
  }

  /** One policy: a list of one, or empty. */
  List<MappingNode> policy(String key) {
    return values.containsKey(key) && values.get(key).value() instanceof MappingNode node
        ? List.of(node)
        : List.of();
  }

  private List<?> list(String key) {
    return get(key, List.class, List.of());
  }

  private <T> T get(String key, Class<T> type, T absent) {
    Value value = values.get(key);
    return value == null ? absent : type.cast(value.value());
  }
}
