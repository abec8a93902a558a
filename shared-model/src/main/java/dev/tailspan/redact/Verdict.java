package dev.tailspan.redact;

import dev.tailspan.redact.KeyAction.Kind;
import dev.tailspan.text.RegexSearch;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an attribute's key says of it. */
enum Verdict {
  /** It stays as it is. */
  KEEP,
  DROP,
  HASH,
  MASK,
  /** Its value is replaced, unless it is an allowed one. */
  BLOCKED,
  /** Its value is looked at. */
  SEARCH;

  /** The verdicts of some rules, of which those of the usual keys are known. */
  static final class Judge {
    private final RedactionRules rules;
    private final Map<Level, KnownBytes<Verdict>> known = new EnumMap<>(Level.class);
    private final Map<Level, KnownBytes<Verdict>> knownNested = new EnumMap<>(Level.class);

    Judge(RedactionRules rules) {
      this.rules = rules;
      for (Level level : Level.values()) {
        known.put(level, new KnownBytes<>());
        knownNested.put(level, new KnownBytes<>());
      }
    }

    /**
     * Judges a key of so many bytes.
     *
     * @param nested whether the key stands within a value: those are not asked to be allowed
     */
    Verdict of(Level level, byte[] bytes, int from, int length, boolean nested) {
      KnownBytes<Verdict> before =
          Objects.requireNonNull((nested ? knownNested : known).get(level));
      Verdict verdict = before.find(bytes, from, length);
      if (verdict == null) {
        verdict = judge(level, new String(bytes, from, length, StandardCharsets.UTF_8), nested);
        before.put(bytes, from, length, verdict);
      }
      return verdict;
    }

    private Verdict judge(Level level, String key, boolean nested) {
      if (rules.ignoredKeys().contains(key) || anyFinds(rules.ignoredKeyPatterns(), key)) {
        return KEEP;
      }
      if (!nested && rules.allowedKeys().filter(allowed -> !allowed.contains(key)).isPresent()) {
        return DROP;
      }
      for (KeyAction action : rules.actions()) {
        if (action.isFor(level, key)) {
          return action.kind() == Kind.DELETE ? DROP : action.kind() == Kind.HASH ? HASH : MASK;
        }
      }
      return anyFinds(rules.blockedKeyPatterns(), key) ? BLOCKED : SEARCH;
    }
  }

  static boolean anyFinds(List<RegexSearch> patterns, String text) {
    for (RegexSearch pattern : patterns) {
      if (pattern.finds(text)) {
        return true;
      }
    }
    return false;
  }
}
