package dev.tailspan.policy;

import dev.tailspan.policy.PolicyType.Level;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the shape of policies: name, type, blocks. Unknown keys are taken by the processor's rule:
 * a block of keys is left unread (it may belong to an extension), anything else is refused.
 */
final class PolicyReader {
  private static final List<Field> NAME_AND_TYPE = List.of(Field.text("name"), Field.text("type"));

  private final YamlReader yaml;
  private final SettingsReader settings;
  private final Findings findings;

  PolicyReader(YamlReader yaml, SettingsReader settings, Findings findings) {
    this.yaml = yaml;
    this.settings = settings;
    this.findings = findings;
  }

  /**
   * @param place of the policy inside the file; a policy of the top level gets a place of its own
   * @param number its place in the list, from 1
   */
  PolicyShape read(Node node, Level level, Place place, int number) {
    Place start = level == Level.TOP ? place.policy("#" + number).at(node) : place.at(node);
    if (YamlReader.isNull(node)) {
      return new PolicyShape(start, level, "", "", start, false, Map.of(), Map.of());
    }
    if (!(node instanceof MappingNode mapping)) {
      findings.problem(start, "Wants a policy: name, type and a block named like the type.");
      return PolicyShape.broken(start, level);
    }
    String label = level == Level.TOP ? YamlReader.peek(mapping, "name") : "";
    Place early = label.isEmpty() || label.contains("${") ? start : start.policy(Excerpt.of(label));
    Map<String, YamlReader.Entry> entries = yaml.entries(mapping, early);
    Settings head = settings.known(entries, NAME_AND_TYPE, early);
    Place at = level == Level.TOP ? named(early, head.text("name")) : early;
    Map<PolicyType, Settings> blocks = new EnumMap<>(PolicyType.class);
    Map<PolicyType, List<PolicyShape>> parts = new EnumMap<>(PolicyType.class);
    entries.forEach(
        (key, entry) -> {
          PolicyType block = blockType(key, level);
          if (block != null) {
            Settings read =
                settings.block(entry.value(), block.fields(), placeOf(block, entry, at));
            blocks.put(block, read);
            parts.put(block, parts(block, read));
          } else if (!key.equals("name") && !key.equals("type")) {
            unknown(key, entry, level, at);
          }
        });
    boolean broken = head.isWrong("name") || head.isWrong("type");
    Place typePlace = typePlace(entries.get("type"), at.in("type"));
    return new PolicyShape(
        at, level, head.text("name"), head.text("type"), typePlace, broken, blocks, parts);
  }

  private static Place named(Place place, String name) {
    return name.isEmpty() ? place : place.policy(Excerpt.of(name));
  }

  private static Place typePlace(YamlReader.@Nullable Entry type, Place missing) {
    return type == null ? missing : missing.at(type.value());
  }

  private static Place placeOf(PolicyType block, YamlReader.Entry entry, Place at) {
    return at.in(block.key()).at(YamlReader.isNull(entry.value()) ? entry.key() : entry.value());
  }

  private static @Nullable PolicyType blockType(String key, Level level) {
    PolicyType type = PolicyType.of(key);
    return type == null || type.fields().isEmpty() || !level.allows(type) ? null : type;
  }

  private List<PolicyShape> parts(PolicyType type, Settings block) {
    List<PolicyShape> shapes = new ArrayList<>();
    for (Field field : type.fields()) {
      if (field.kind() == Field.Kind.POLICIES) {
        for (Node node : block.policies(field.name())) {
          Place place = block.place(field.name()).item(shapes.size());
          shapes.add(read(node, type.inside(), place, shapes.size() + 1));
        }
      } else if (field.kind() == Field.Kind.POLICY) {
        block
            .policy(field.name())
            .forEach(node -> shapes.add(read(node, type.inside(), block.place(field.name()), 1)));
      }
    }
    return shapes;
  }

  private void unknown(String key, YamlReader.Entry entry, Level level, Place at) {
    Place place = at.in(Excerpt.of(key)).at(entry.key());
    List<String> blocks =
        Arrays.stream(PolicyType.values())
            .filter(type -> blockType(type.key(), level) != null)
            .map(PolicyType::key)
            .toList();
    if (entry.value() instanceof MappingNode || YamlReader.isNull(entry.value())) {
      PolicyType type = PolicyType.of(key);
      // always_sample: {} says what it means.
      if (type == null || !type.fields().isEmpty()) {
        findings.warning(
            place,
            "No policy block has this name here, so it is left unread.",
            Nearest.to(key, blocks));
      }
      return;
    }
    String owner = owner(key, blocks);
    findings.problem(
        place,
        owner.isEmpty()
            ? "There is no such key in a policy; there are name, type and the blocks named like the"
                + " types."
            : "This key belongs inside the block " + owner + ".",
        owner.isEmpty() ? Nearest.to(key, keys(blocks)) : "");
  }

  private static List<String> keys(List<String> blocks) {
    List<String> keys = new ArrayList<>(blocks);
    keys.add("name");
    keys.add("type");
    return keys;
  }

  private static String owner(String key, List<String> blocks) {
    for (String block : blocks) {
      PolicyType type = PolicyType.of(block);
      if (type != null && type.fields().stream().anyMatch(field -> field.name().equals(key))) {
        return block;
      }
    }
    return "";
  }
}
