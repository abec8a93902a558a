package dev.tailspan.redact;

import dev.tailspan.redact.KeyAction.Kind;
import dev.tailspan.text.RegexSearch;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The verdicts of some rules, each key judged once. Not for several threads. */
  static final class Judge {
    /** Keys are few unless somebody makes them up; then they are judged anew now and then. */
    private static final int REMEMBERED = 4096;

    private final RedactionRules rules;
    private final Map<Level, Map<String, Verdict>> known = new EnumMap<>(Level.class);

    Judge(RedactionRules rules) {
      this.rules = rules;
    }

    /**
     * @param nested whether the key stands within a value: those are not asked to be allowed
     */
    Verdict of(Level level, String key, boolean nested) {
      if (nested) {
        return judge(level, key, true);
      }
      Map<String, Verdict> verdicts = known.computeIfAbsent(level, each -> new HashMap<>());
      if (verdicts.size() >= REMEMBERED) {
        verdicts.clear();
      }
      return verdicts.computeIfAbsent(key, name -> judge(level, name, false));
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
