package dev.tailspan.policy;

import dev.tailspan.redact.RedactionRules;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Finds the processor's settings in a file and reads them. */
final class PolicyFileReader {
  private static final String TYPE = "tail_sampling";
  private static final int VERSION_DIGITS = 12;

  private final @Nullable String wanted;
  private final Findings findings = new Findings();
  private final YamlReader yaml;

  /** The processor read; null where the file names none. */
  private @Nullable String chosen;

  private boolean oneOfSeveral;

  private List<RedactionRules> redaction = List.of();

  private PolicyFileReader(@Nullable String wanted, Substitution substitution) {
    this.wanted = wanted;
    this.yaml = new YamlReader(findings, substitution);
  }

  static PolicyFile read(
      byte[] bytes,
      @Nullable String name,
      @Nullable Function<String, Optional<String>> environment,
      FeatureGates gates)
      throws PolicyFileException {
    Substitution substitution = new Substitution(environment);
    PolicyFileReader reader = new PolicyFileReader(name, substitution);
    ProcessorSettings settings = null;
    try {
      Node node = reader.processor(YamlSource.compose(bytes, reader.findings));
      settings =
          node == null ? null : new ProcessorReader(reader.yaml, reader.findings, gates).read(node);
    } catch (YamlReader.TooLargeException e) {
      reader.findings.problem(
          Place.WHOLE_FILE, "Aliases make the file too large, or refer to what they stand in.");
    }
    if (settings == null || !reader.findings.problems().isEmpty()) {
      throw new PolicyFileException(reader.findings);
    }
    String trail =
        (reader.oneOfSeveral ? reader.chosen + "\n" : "") + substitution.trail() + gates.trail();
    return new PolicyFile(
        version(bytes, trail),
        Optional.ofNullable(reader.chosen),
        gates,
        settings,
        reader.redaction,
        reader.findings);
  }

  /** The node of the processor's settings; null when there is none, which is reported. */
  private @Nullable Node processor(@Nullable Node root) {
    if (root == null) {
      return null;
    }
    Place place = Place.WHOLE_FILE.at(root);
    if (!(root instanceof MappingNode mapping)) {
      findings.problem(place, "Wants " + TYPE + ": with its policies, or policies: alone.");
      return null;
    }
    Map<String, YamlReader.Entry> entries = yaml.entries(mapping, place);
    redaction = new RedactionReader(yaml, findings).takeFrom(entries, place);
    if (entries.containsKey("processors")) {
      return ofConfiguration(entries.get("processors"), place.in("processors"));
    }
    Map<String, YamlReader.Entry> named = processors(entries);
    if (!named.isEmpty()) {
      entries.forEach((key, entry) -> checkBeside(key, entry, place));
      return choose(named, place);
    }
    if (wanted != null && !wanted.isEmpty()) {
      findings.problem(place, "The file names no processor, so there is no " + wanted + " in it.");
    }
    return ofContents(mapping, entries, place);
  }

  private @Nullable Node ofConfiguration(YamlReader.@Nullable Entry entry, Place place) {
    if (entry != null && entry.value() instanceof MappingNode mapping) {
      Map<String, YamlReader.Entry> entries = yaml.entries(mapping, place.at(entry.value()));
      RedactionReader.adviseOnOthers(entries, place, findings);
      Map<String, YamlReader.Entry> named = processors(entries);
      if (!named.isEmpty()) {
        return choose(named, place.at(entry.key()));
      }
    }
    findings.problem(
        entry == null ? place : place.at(entry.key()), "There is no processor " + TYPE + " here.");
    return null;
  }

  private @Nullable Node ofContents(
      MappingNode root, Map<String, YamlReader.Entry> entries, Place place) {
    List<String> keys = ProcessorReader.FIELDS.stream().map(Field::name).toList();
    if (entries.keySet().stream().noneMatch(keys::contains)) {
      String first = entries.isEmpty() ? "" : entries.keySet().iterator().next();
      findings.problem(
          place,
          "Neither " + TYPE + ": nor processors: nor policies: stands here.",
          Nearest.to(first, List.of(TYPE, "processors", "policies")));
      return null;
    }
    List<NodeTuple> own =
        root.getValue().stream().filter(tuple -> !RedactionReader.isRedaction(tuple)).toList();
    return own.size() == root.getValue().size()
        ? root
        : new MappingNode(
            root.getTag(), true, own, root.getStartMark(), root.getEndMark(), root.getFlowStyle());
  }

  /** Such keys hold anchors, mostly. */
  private void checkBeside(String key, YamlReader.Entry entry, Place place) {
    if (!isProcessor(key)) {
      findings.warning(
          place.in(Excerpt.of(key)).at(entry.key()),
          "Only "
              + TYPE
              + " and "
              + RedactionReader.TYPE
              + " are read here, so this is left unread.");
    }
  }

  private static Map<String, YamlReader.Entry> processors(Map<String, YamlReader.Entry> entries) {
    Map<String, YamlReader.Entry> processors = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (isProcessor(key)) {
            processors.put(nameOf(key), entry);
          }
        });
    return processors;
  }

  /** Component ids are {@code type} or {@code type/name}, blanks around each part allowed. */
  private static boolean isProcessor(String key) {
    return key.split("/", 2)[0].strip().equals(TYPE);
  }

  private static String nameOf(String key) {
    String[] parts = key.split("/", 2);
    return parts.length == 1 ? "" : parts[1].strip();
  }

  private static String id(String name) {
    return name.isEmpty() ? TYPE : TYPE + "/" + name;
  }

  private @Nullable Node choose(Map<String, YamlReader.Entry> named, Place place) {
    String names = String.join(", ", named.keySet().stream().map(PolicyFileReader::id).toList());
    oneOfSeveral = named.size() > 1;
    if (wanted == null) {
      if (named.size() > 1) {
        findings.problem(
            place, "There are several processors; say which of " + names + " is meant.");
        return null;
      }
      Map.Entry<String, YamlReader.Entry> only = named.entrySet().iterator().next();
      chosen = id(only.getKey());
      return only.getValue().value();
    }
    String name = isProcessor(wanted) ? nameOf(wanted) : wanted;
    YamlReader.Entry entry = named.get(name);
    if (entry == null) {
      findings.problem(
          place,
          "There is no processor " + Excerpt.of(wanted) + "; there are " + names + ".",
          Nearest.to(wanted, named.keySet()));
      return null;
    }
    chosen = id(name);
    return entry.value();
  }

  private static String version(byte[] bytes, String more) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      if (!more.isEmpty()) {
        // No file that is read holds a zero byte, so none can end like another with its trail.
        digest.update((byte) 0);
        digest.update(more.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
