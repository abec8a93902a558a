package dev.tailspan.policy;

import dev.tailspan.text.Excerpt;
import dev.tailspan.text.GoDuration;
import dev.tailspan.text.Nearest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads blocks of known keys as the Collector's loader does: types are strict, null is the zero
 * value, a number with a fraction is cut where a whole one is wanted, one text stands for a list
 * cut at the commas, a bare number for a duration in nanoseconds. What it would wrap around
 * silently is refused.
 */
final class SettingsReader {
  private static final Set<String> ERROR_MODES = Set.of("ignore", "silent", "propagate");
  private static final double TWO_TO_63 = 0x1p63;

  private final YamlReader yaml;
  private final Findings findings;

  SettingsReader(YamlReader yaml, Findings findings) {
    this.yaml = yaml;
    this.findings = findings;
  }

  /** Reads a block in which every key must be known. */
  Settings block(Node node, List<Field> fields, Place place) {
    if (YamlReader.isNull(node)) {
      return Settings.none(place);
    }
    if (!(node instanceof MappingNode mapping)) {
      findings.problem(place.at(node), "Wants " + Field.Kind.BLOCK.title + ".");
      return Settings.wrong(place, fields);
    }
    return block(yaml.entries(mapping, place), fields, place);
  }

  /** Reads the keys of a block, in which every one must be known. */
  Settings block(Map<String, YamlReader.Entry> entries, List<Field> fields, Place place) {
    entries.forEach((key, entry) -> checkKnown(key, entry, fields, place));
    return known(entries, fields, place);
  }

  /** Reads the known keys only. */
  Settings known(Map<String, YamlReader.Entry> entries, List<Field> fields, Place place) {
    Map<String, Settings.Value> values = new LinkedHashMap<>();
    Set<String> wrong = new HashSet<>();
    for (Field field : fields) {
      YamlReader.Entry entry = entries.get(field.name());
      if (entry != null) {
        Place at = place.in(field.name()).at(entry.value());
        Object value = valueOrNull(entry.value(), field, at);
        if (value == YamlReader.INVALID) {
          wrong.add(field.name());
        } else if (value != null) {
          values.put(field.name(), new Settings.Value(value, at));
        }
      }
    }
    return new Settings(place, values, wrong);
  }

  /** Null leaves a key at its zero value, which for a text is one that hides the default. */
  private @Nullable Object valueOrNull(Node node, Field field, Place at) {
    if (!YamlReader.isNull(node)) {
      return value(node, field, at);
    }
    return switch (field.kind()) {
      case TEXT -> "";
      case ERROR_MODE -> wrong(field.kind(), node, at);
      default -> null;
    };
  }

  private void checkKnown(String key, YamlReader.Entry entry, List<Field> fields, Place place) {
    List<String> names = fields.stream().map(Field::name).toList();
    if (!names.contains(key)) {
      findings.problem(
          place.in(Excerpt.of(key)).at(entry.key()),
          "There is no such key; there are " + String.join(", ", names) + ".",
          Nearest.to(key, names));
    }
  }

  private Object value(Node node, Field field, Place place) {
    return switch (field.kind()) {
      case BLOCK -> block(node, field.fields(), place);
      case POLICY -> node instanceof MappingNode ? node : wrong(field.kind(), node, place);
      case BLOCKS, POLICIES -> list(node, field, place);
      case TEXTS -> texts(node, field, place);
      default -> scalar(node, field.kind(), place);
    };
  }

  private Object list(Node node, Field field, Place place) {
    if (!(node instanceof SequenceNode sequence)) {
      return wrong(field.kind(), node, place);
    }
    if (field.kind() == Field.Kind.POLICIES) {
      return yaml.items(sequence);
    }
    List<Object> blocks = new ArrayList<>();
    for (Node child : yaml.items(sequence)) {
      blocks.add(block(child, field.fields(), place.item(blocks.size()).at(child)));
    }
    return blocks;
  }

  private Object texts(Node node, Field field, Place place) {
    if (node instanceof SequenceNode sequence) {
      List<Settings.Text> texts = new ArrayList<>();
      boolean valid = true;
      for (Node child : yaml.items(sequence)) {
        Place at = place.item(texts.size()).at(child);
        Object text = YamlReader.isNull(child) ? "" : scalar(child, Field.Kind.TEXT, at);
        valid &= text != YamlReader.INVALID;
        texts.add(new Settings.Text(text instanceof String s ? s : "", at));
      }
      return valid ? texts : YamlReader.INVALID;
    }
    if (!(node instanceof ScalarNode scalar)) {
      return wrong(field.kind(), node, place);
    }
    YamlReader.Scalar value = yaml.scalar(scalar, place);
    if (value.value() == YamlReader.INVALID) {
      return YamlReader.INVALID;
    }
    return value.value() instanceof String text
        ? cutAtCommas(text, place)
        : wrong(field.kind(), node, place);
  }

  private List<Settings.Text> cutAtCommas(String text, Place place) {
    List<Settings.Text> texts = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String part : text.split(",", -1)) {
        texts.add(new Settings.Text(part, place));
      }
    }
    if (texts.size() > 1) {
      findings.warning(
          place,
          "One text where a list is wanted is cut at its commas, blanks kept: "
              + Excerpt.list(texts.stream().map(Settings.Text::text).toList())
              + ".");
    }
    return texts;
  }

  private Object scalar(Node node, Field.Kind kind, Place place) {
    if (!(node instanceof ScalarNode scalarNode)) {
      return wrong(kind, node, place);
    }
    YamlReader.Scalar scalar = yaml.scalar(scalarNode, place);
    Object value = scalar.value();
    if (value == YamlReader.INVALID) {
      return YamlReader.INVALID;
    }
    String original = scalar.original();
    Object converted =
        switch (kind) {
          case TEXT -> original != null ? original : value instanceof String ? value : null;
          case ERROR_MODE -> ERROR_MODES.contains(lower(value)) ? value : null;
          case FLAG -> value instanceof Boolean ? value : null;
          case NUMBER -> value instanceof Number number ? (Object) number.doubleValue() : null;
          case DURATION -> duration(value, place);
          case WHOLE, WHOLE_32, COUNT, COUNT_32 -> whole(value, kind, place);
          default -> null;
        };
    return converted != null ? converted : wrong(kind, node, place);
  }

  private static String lower(@Nullable Object value) {
    return value instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
  }

  private @Nullable Object whole(@Nullable Object value, Field.Kind kind, Place place) {
    boolean count = kind == Field.Kind.COUNT || kind == Field.Kind.COUNT_32;
    // The processor looks at the sign before it cuts: -0.5 is no count.
    if (value instanceof Number number && count && number.doubleValue() < 0) {
      return outOfRange(value, kind, place);
    }
    if (value instanceof Double number) {
      if (!(Math.abs(number) < TWO_TO_63)) {
        return outOfRange(value, kind, place);
      }
      long cut = (long) (double) number;
      if (cut != number) {
        findings.warning(place, "The fraction is cut off: " + number + " means " + cut + ".");
      }
      return wrapped(BigInteger.valueOf(cut), kind, place);
    }
    BigInteger whole =
        value instanceof Long number
            ? BigInteger.valueOf(number)
            : value instanceof BigInteger number ? number : null;
    return whole == null ? null : wrapped(whole, kind, place);
  }

  /** What has too many bits loses the upper ones without a word there. */
  private Object wrapped(BigInteger value, Field.Kind kind, Place place) {
    long wrapped =
        switch (kind) {
          case WHOLE_32 -> value.intValue();
          case COUNT_32 -> value.longValue() & 0xFFFF_FFFFL;
          default -> value.longValue();
        };
    // A count beyond 2^63 is kept as the largest: no setting here can tell.
    if (kind == Field.Kind.COUNT && wrapped < 0) {
      return Long.MAX_VALUE;
    }
    if (!value.equals(BigInteger.valueOf(wrapped))) {
      findings.warning(place, value + " has too many bits: " + wrapped + " is left of it.");
    }
    return wrapped;
  }

  private Object outOfRange(Object value, Field.Kind kind, Place place) {
    findings.problem(place, value + " is not " + kind.title + ".");
    return YamlReader.INVALID;
  }

  private @Nullable Object duration(@Nullable Object value, Place place) {
    if (value instanceof Long || value instanceof Double || value instanceof BigInteger) {
      Object nanos = whole(value, Field.Kind.WHOLE, place);
      if (!(nanos instanceof Long count)) {
        return nanos;
      }
      if (count != 0) {
        findings.warning(
            place, "A duration without a unit counts nanoseconds: write 30s for 30 s.");
      }
      return Duration.ofNanos(count);
    }
    if (!(value instanceof String text)) {
      return null;
    }
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      findings.problem(place, String.valueOf(e.getMessage()));
      return YamlReader.INVALID;
    }
  }

  private Object wrong(Field.Kind kind, Node node, Place place) {
    String found =
        node instanceof ScalarNode scalar
            ? Excerpt.quoted(scalar.getValue())
            : node instanceof SequenceNode ? "a list" : "a block of keys";
    boolean unquoted = kind == Field.Kind.TEXT && node instanceof ScalarNode;
    findings.problem(
        place.at(node),
        "Wants " + kind.title + ", not " + found + (unquoted ? "; put it in quotes." : "."));
    return YamlReader.INVALID;
  }
}
