package dev.tailspan.policy;

import dev.tailspan.redact.HashFunction;
import dev.tailspan.redact.RedactionRules;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import dev.tailspan.text.RegexSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads the blocks {@code redaction} and {@code redaction/NAME} at the top of a file: the settings
 * of the Collector's {@code redaction} processor, and two of our own, {@code actions} and {@code
 * mask_names_and_messages}.
 */
final class RedactionReader {
  static final String TYPE = "redaction";

  /** Each character of a value may cost so many steps, which bounds what a span can cost. */
  private static final int MOST_INSTRUCTIONS = 20_000;

  private static final String SERVICE = "service.name";

  private static final List<Field> FIELDS =
      List.of(
          Field.flag("allow_all_keys"),
          Field.texts("allowed_keys"),
          Field.texts("ignored_keys"),
          Field.texts("ignored_key_patterns"),
          Field.texts("blocked_key_patterns"),
          Field.texts("blocked_values"),
          Field.texts("allowed_values"),
          Field.flag("redact_all_types"),
          Field.text("hash_function"),
          Field.text("summary"),
          Field.flag("mask_names_and_messages"),
          RedactionActions.FIELD);

  /** What the processor takes and is not done here. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "hmac_key",
          "The key would be shown with the file (GET /api/v1/policies/{version}); leave it out here"
              + " and set TAILSPAN_REDACTION_KEY on ingest.",
          "url_sanitizer",
          "Not supported; blocked_values can mask what varies in a URL.",
          "db_sanitizer",
          "Not supported; blocked_values can mask the literals of a statement.");

  private final YamlReader yaml;
  private final Findings findings;
  private final SettingsReader settings;

  RedactionReader(YamlReader yaml, Findings findings) {
    this.yaml = yaml;
    this.findings = findings;
    this.settings = new SettingsReader(yaml, findings);
  }

  static boolean isRedaction(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key && isRedaction(key.getValue());
  }

  private static boolean isRedaction(String key) {
    return key.split("/", 2)[0].strip().equals(TYPE);
  }

  /** Says of processors in a Collector's configuration that it is the Collector that runs them. */
  static void adviseOnOthers(
      Map<String, YamlReader.Entry> processors, Place place, Findings findings) {
    processors.forEach(
        (key, entry) -> {
          if (isRedaction(key)) {
            findings.warning(
                place.in(Excerpt.of(key)).at(entry.key()),
                "The Collector redacts by this, ingest does not: put it at the top of the file for"
                    + " that.");
          }
        });
  }

  /**
   * Reads those of these entries that are redaction, in their order, and takes them out.
   *
   * @param entries of the file, in a map of the caller's own
   */
  List<RedactionRules> takeFrom(Map<String, YamlReader.Entry> entries, Place place) {
    List<RedactionRules> all = new ArrayList<>();
    List<String> keys = entries.keySet().stream().filter(RedactionReader::isRedaction).toList();
    for (String key : keys) {
      YamlReader.Entry entry = entries.remove(key);
      if (entry != null) {
        all.add(read(entry, place.in(Excerpt.of(key)).at(entry.key())));
      }
    }
    checkSize(all, place.in(TYPE));
    return all;
  }

  private RedactionRules read(YamlReader.Entry entry, Place place) {
    Settings read = settings(entry, place);
    List<RegexSearch> blockedValues = patterns(read, "blocked_values");
    RedactionRules rules =
        new RedactionRules(
            allowedKeys(read),
            texts(read, "ignored_keys"),
            patterns(read, "ignored_key_patterns"),
            RedactionActions.read(read, findings),
            patterns(read, "blocked_key_patterns"),
            blockedValues,
            patterns(read, "allowed_values"),
            hash(read),
            read.flag("redact_all_types"),
            read.flag("mask_names_and_messages"));
    checkSummary(read);
    advise(read, rules);
    return rules;
  }

  private Settings settings(YamlReader.Entry entry, Place place) {
    if (!(entry.value() instanceof MappingNode mapping)) {
      return settings.block(entry.value(), FIELDS, place);
    }
    Map<String, YamlReader.Entry> entries = yaml.entries(mapping, place);
    REFUSED.forEach(
        (key, why) -> {
          YamlReader.Entry refused = entries.remove(key);
          if (refused != null) {
            findings.problem(place.in(key).at(refused.key()), why);
          }
        });
    return settings.block(entries, FIELDS, place);
  }

  private static Optional<Set<String>> allowedKeys(Settings read) {
    return read.flag("allow_all_keys")
        ? Optional.empty()
        : Optional.of(texts(read, "allowed_keys"));
  }

  private static Set<String> texts(Settings read, String key) {
    return read.texts(key).stream().map(Settings.Text::text).collect(Collectors.toSet());
  }

  private List<RegexSearch> patterns(Settings read, String key) {
    List<RegexSearch> patterns = Expressions.compile(read.texts(key), findings);
    return patterns == null ? List.of() : patterns;
  }

  private Optional<HashFunction> hash(Settings read) {
    String name = read.text("hash_function");
    Optional<HashFunction> hash = HashFunction.named(name);
    if (hash.isEmpty() && !name.isEmpty()) {
      findings.problem(
          read.place("hash_function"),
          Excerpt.quoted(name)
              + " is no hash function; there are "
              + String.join(", ", HashFunction.names())
              + ".",
          Nearest.to(name, HashFunction.names()));
    }
    return hash;
  }

  private void checkSummary(Settings read) {
    String summary = read.text("summary");
    if (!summary.isEmpty() && !summary.equals("silent")) {
      findings.problem(
          read.place("summary"),
          "Only silent is supported: nothing is written about what was redacted.");
    }
  }

  private void advise(Settings read, RedactionRules rules) {
    Place place = read.place();
    if (rules.allowedKeys().filter(Set::isEmpty).isPresent() && !read.isWrong("allowed_keys")) {
      findings.warning(
          place, "No key is allowed, so all attributes go; allow_all_keys: true keeps them.");
    } else if (rules.allowedKeys().filter(keys -> !keys.contains(SERVICE)).isPresent()
        && !rules.ignoredKeys().contains(SERVICE)) {
      findings.warning(
          read.place("allowed_keys"), SERVICE + " is not allowed, so no span has a service.");
    }
    if (!rules.blockedValues().isEmpty() && !rules.namesAndMessages()) {
      findings.note(
          read.place("blocked_values"),
          "Names of spans and events and messages of statuses are not looked at, as in the"
              + " Collector; mask_names_and_messages: true does that.");
    }
    if (rules.wantsKey()) {
      findings.note(
          read.place("hash_function"),
          "Ingest needs the key in TAILSPAN_REDACTION_KEY and stages nothing without it.");
    } else if (rules.hash().isPresent()) {
      findings.note(
          read.place("hash_function"),
          "Whoever can guess a text can find it by its hash; hmac-sha256 needs a key for that.");
    }
  }

  private void checkSize(List<RedactionRules> all, Place place) {
    long instructions =
        all.stream()
            .flatMap(
                rules ->
                    Stream.of(
                        rules.blockedValues(), rules.allowedValues(), rules.blockedKeyPatterns()))
            .flatMap(List::stream)
            .mapToLong(RegexSearch::size)
            .sum();
    if (instructions > MOST_INSTRUCTIONS) {
      findings.problem(
          place,
          "The expressions have "
              + instructions
              + " instructions together, more than the "
              + MOST_INSTRUCTIONS
              + " allowed: each may be run for each character of a value.");
    }
  }
}
