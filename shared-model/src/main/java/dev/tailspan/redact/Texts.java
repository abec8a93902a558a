package dev.tailspan.redact;

import dev.tailspan.text.RegexSearch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the rules make of a text. Not for several threads. */
final class Texts {
  static final String MASK = "****";

  private final RedactionRules rules;
  private final byte[] key;
  private final KnownBytes<Boolean> clean = new KnownBytes<>();

  Texts(RedactionRules rules, byte[] key) {
    this.rules = rules;
    this.key = key;
  }

  /** Whether there is anything to look for. */
  boolean search() {
    return !rules.blockedValues().isEmpty();
  }

  /** As {@link #searched(String)}; bytes in which nothing was found before are not searched. */
  @Nullable String searched(byte[] bytes, int from, int length) {
    if (!search() || clean.find(bytes, from, length) != null) {
      return null;
    }
    String left = searched(new String(bytes, from, length, StandardCharsets.UTF_8));
    if (left == null) {
      clean.put(bytes, from, length, true);
    }
    return left;
  }

  /** The text without what is blocked in it; null where it stays as it is. */
  @Nullable String searched(String text) {
    if (rules.blockedValues().isEmpty() || isAllowed(text)) {
      return null;
    }
    String left = text;
    for (RegexSearch blocked : rules.blockedValues()) {
      left = blocked.replaceAll(left, this::replacement);
    }
    return left.equals(text) ? null : left;
  }

  boolean isAllowed(String text) {
    return Verdict.anyFinds(rules.allowedValues(), text);
  }

  /** What stands in place of a text. */
  String replacement(String text) {
    return rules.hash().map(function -> function.of(text, key)).orElse(MASK);
  }

  /** Its hash, by SHA-256 where the rules name none. */
  String hash(String text) {
    return rules.hash().orElse(HashFunction.SHA256).of(text, key);
  }
}
