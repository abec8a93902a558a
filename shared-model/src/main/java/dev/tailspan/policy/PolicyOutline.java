package dev.tailspan.policy;

import dev.tailspan.text.GoDuration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy as its file has it, for people to look at.
 *
 * @param type as written in a file
 * @param settings those of its block that are set, references replaced, in a fixed order: each a
 *     {@link String}, {@link Boolean}, {@link Long}, {@link Double}, a duration as text, a {@link
 *     List} of texts, of blocks (each a {@link Map} like this one) or of policies, or one policy
 *     (each a {@link PolicyOutline})
 */
public record PolicyOutline(String name, String type, Map<String, Object> settings) {
  public PolicyOutline {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  static PolicyOutline of(PolicyShape shape, PolicyType type) {
    return new PolicyOutline(
        shape.name(),
        type.key(),
        settings(shape.settings(type), type.fields(), parts(shape, type)));
  }

  private static List<PolicyOutline> parts(PolicyShape shape, PolicyType type) {
    List<PolicyOutline> parts = new ArrayList<>();
    for (PolicyShape part : shape.parts(type)) {
      PolicyType inside = PolicyType.of(part.typeText());
      if (inside != null) {
        parts.add(of(part, inside));
      }
    }
    return parts;
  }

  /** The settings of a processor as its file has them, as those of a policy. */
  static Map<String, Object> settings(Settings read, List<Field> fields) {
    return Collections.unmodifiableMap(settings(read, fields, List.of()));
  }

  /**
   * @param parts the policies inside, of which a type has one list, or one alone
   */
  private static Map<String, Object> settings(
      Settings read, List<Field> fields, List<PolicyOutline> parts) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (Field field : fields) {
      if (read.has(field.name())) {
        settings.put(field.name(), value(read, field, parts));
      }
    }
    return settings;
  }

  private static Object value(Settings read, Field field, List<PolicyOutline> parts) {
    String key = field.name();
    return switch (field.kind()) {
      case TEXT, ERROR_MODE -> read.text(key);
      case TEXTS -> read.texts(key).stream().map(Settings.Text::text).toList();
      case FLAG -> read.flag(key);
      case WHOLE, WHOLE_32, COUNT, COUNT_32 -> read.whole(key);
      case NUMBER -> read.number(key);
      case DURATION -> GoDuration.format(read.duration(key));
      case BLOCK -> settings(read.block(key), field.fields(), List.of());
      case BLOCKS ->
          read.blocks(key).stream()
              .map(block -> settings(block, field.fields(), List.of()))
              .toList();
      case POLICY -> parts.get(0);
      case POLICIES -> parts;
    };
  }
}
