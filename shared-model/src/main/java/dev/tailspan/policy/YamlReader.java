package dev.tailspan.policy;

import dev.tailspan.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Looks into composed nodes, counting every look: aliases may multiply, but not without end. */
final class YamlReader {
  /** More nodes than a megabyte of text holds, less than aliases can make of it. */
  private static final int MAX_VISITS = 500_000;

  /** Stands for a value that is wrong and has been reported. */
  static final Object INVALID = new Object();

  private final Findings findings;
  private final Substitution substitution;
  private int visits;

  YamlReader(Findings findings, Substitution substitution) {
    this.findings = findings;
    this.substitution = substitution;
  }

  /** A key with its value, {@code <<} merged in. */
  record Entry(ScalarNode key, Node value) {}

  /** A scalar's value; where it came whole from the environment, {@code original} is its text. */
  record Scalar(@Nullable Object value, @Nullable String original) {}

  /** Thrown when aliases blow the file up. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The text under the key as it stands there, to call things by; empty where there is none. */
  static String peek(MappingNode node, String key) {
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name
          && name.getValue().equals(key)
          && tuple.getValueNode() instanceof ScalarNode value
          && !isNull(value)) {
        return value.getValue();
      }
    }
    return "";
  }

  /** The keys of a mapping in their order, those merged in last. */
  Map<String, Entry> entries(MappingNode node, Place place) {
    return entries(node, place, 0);
  }

  private Map<String, Entry> entries(MappingNode node, Place place, int depth) {
    if (depth > YamlSource.MAX_DEPTH) {
      throw new TooLargeException();
    }
    Map<String, Entry> own = new LinkedHashMap<>();
    List<Node> merges = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      visit();
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.problem(place.at(tuple.getKeyNode()), "A key must be a text.");
      } else if (isMerge(key)) {
        merges.add(tuple.getValueNode());
      } else if (own.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode())) != null) {
        String name = Excerpt.of(key.getValue());
        findings.problem(place.in(name).at(key), "The key " + name + " stands here twice.");
      }
    }
    merges.forEach(merge -> merge(merge, own, place, depth));
    return own;
  }

  private void merge(Node from, Map<String, Entry> into, Place place, int depth) {
    visit();
    if (from instanceof MappingNode mapping) {
      entries(mapping, place, depth + 1).forEach(into::putIfAbsent);
    } else if (from instanceof SequenceNode list && depth <= YamlSource.MAX_DEPTH) {
      list.getValue().forEach(item -> merge(item, into, place, depth + 1));
    } else {
      findings.problem(place.at(from), "Only a mapping, or a list of them, can be merged with <<.");
    }
  }

  List<Node> items(SequenceNode node) {
    node.getValue().forEach(item -> visit());
    return node.getValue();
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && ((isPlain(scalar) && YamlScalar.isNull(scalar.getValue()))
            || scalar.getTag().equals(Tag.NULL));
  }

  /** The value of a scalar after substitution; {@link #INVALID} when a mistake was reported. */
  Scalar scalar(ScalarNode node, Place place) {
    visit();
    if (isPlain(node)) {
      Object value = YamlScalar.resolve(node.getValue());
      return value instanceof String text ? substituted(text, place) : new Scalar(value, null);
    }
    if (node.getTag().equals(Tag.STR) || node.getTag().startsWith("!")) {
      return substituted(node.getValue(), place);
    }
    if (node.getTag().equals(Tag.BINARY)) {
      return binary(node, place);
    }
    Object value = YamlScalar.resolve(node.getValue());
    if (isOf(node.getTag(), value)) {
      return node.getTag().equals(Tag.FLOAT) && value instanceof Long whole
          ? new Scalar(whole.doubleValue(), null)
          : new Scalar(value, null);
    }
    return mismatch(node, place);
  }

  private Scalar binary(ScalarNode node, Place place) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(node.getValue());
      return substituted(new String(bytes, StandardCharsets.UTF_8), place);
    } catch (IllegalArgumentException e) {
      return mismatch(node, place);
    }
  }

  private Scalar mismatch(ScalarNode node, Place place) {
    findings.problem(
        place.at(node),
        Excerpt.quoted(node.getValue()) + " does not go with its tag " + node.getTag() + ".");
    return new Scalar(INVALID, null);
  }

  private Scalar substituted(String text, Place place) {
    try {
      Substitution.Expanded expanded = substitution.expand(text);
      if (expanded.replaced()) {
        findings.note(
            place,
            "Replaced from the environment of whoever reads the file here; a deployed file has none"
                + " and is refused: write the value itself there.");
      }
      return expanded.whole()
          ? new Scalar(YamlScalar.resolve(expanded.text()), expanded.text())
          : new Scalar(expanded.text(), null);
    } catch (IllegalArgumentException e) {
      findings.problem(place, String.valueOf(e.getMessage()));
      return new Scalar(INVALID, null);
    }
  }

  private static boolean isOf(Tag tag, @Nullable Object value) {
    return (tag.equals(Tag.INT) && value instanceof Long)
        || (tag.equals(Tag.FLOAT) && (value instanceof Double || value instanceof Long))
        || (tag.equals(Tag.BOOL) && value instanceof Boolean)
        || (tag.equals(Tag.NULL) && value == null);
  }

  private static boolean isPlain(ScalarNode node) {
    return node.getTag().equals(YamlSource.PLAIN) && node.getScalarStyle() == ScalarStyle.PLAIN;
  }

  private static boolean isMerge(ScalarNode key) {
    return isPlain(key) && key.getValue().equals("<<");
  }

  private void visit() {
    if (++visits > MAX_VISITS) {
      throw new TooLargeException();
    }
  }
}
