package dev.tailspan.redact;

import dev.tailspan.text.RegexSearch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one {@code redaction} processor, by its names. The patterns are looked for
 * anywhere in a key or a text.
 *
 * @param allowedKeys attributes with any other key are dropped; empty allows all
 * @param ignoredKeys attributes with these are left as they are
 * @param ignoredKeyPatterns likewise
 * @param actions by key, of our own; the first that fits counts
 * @param blockedKeyPatterns values under such keys are replaced whole
 * @param blockedValues what they match within texts is replaced
 * @param allowedValues texts that match are left as they are
 * @param hash in place of four stars; empty for the stars
 * @param allTypes whether numbers and booleans are looked at as texts
 * @param namesAndMessages of our own: whether names of spans and events and messages of statuses
 *     are looked at as values are
 */
public record RedactionRules(
    Optional<Set<String>> allowedKeys,
    Set<String> ignoredKeys,
    List<RegexSearch> ignoredKeyPatterns,
    List<KeyAction> actions,
    List<RegexSearch> blockedKeyPatterns,
    List<RegexSearch> blockedValues,
    List<RegexSearch> allowedValues,
    Optional<HashFunction> hash,
    boolean allTypes,
    boolean namesAndMessages) {
  public RedactionRules {
    allowedKeys = allowedKeys.map(Set::copyOf);
    ignoredKeys = Set.copyOf(ignoredKeys);
    ignoredKeyPatterns = List.copyOf(ignoredKeyPatterns);
    actions = List.copyOf(actions);
    blockedKeyPatterns = List.copyOf(blockedKeyPatterns);
    blockedValues = List.copyOf(blockedValues);
    allowedValues = List.copyOf(allowedValues);
  }

  /** Whether it can only be applied with a key for its hashes. */
  public boolean wantsKey() {
    return hash.filter(HashFunction::isKeyed).isPresent();
  }
}
