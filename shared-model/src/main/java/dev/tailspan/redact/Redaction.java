package dev.tailspan.redact;

import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import java.util.List;

/**
 * Rules ready to be applied, one set after another. Not for several threads.
 *
 * <p>It reads texts and attributes as the schema of OTLP knows them; bytes in fields nobody knows
 * are passed on as they are.
 */
public final class Redaction {
  private static final byte[] NO_KEY = {};

  private final List<RuleRewriter> rewriters;

  private Redaction(List<RuleRewriter> rewriters) {
    this.rewriters = rewriters;
  }

  /**
   * @param key for hashes that want one; where none does it may be empty
   * @throws IllegalArgumentException when a key is wanted and there is none
   */
  public static Redaction of(List<RedactionRules> rules, byte[] key) {
    if (key.length == 0 && rules.stream().anyMatch(RedactionRules::wantsKey)) {
      throw new IllegalArgumentException("a hash_function of these rules wants a key");
    }
    byte[] own = key.clone();
    return new Redaction(rules.stream().map(each -> new RuleRewriter(each, own)).toList());
  }

  /** The same with no key. */
  public static Redaction of(List<RedactionRules> rules) {
    return of(rules, NO_KEY);
  }

  /**
   * Applies the rules.
   *
   * @param tracesData well-formed
   * @return the very same where no rule touches it
   */
  public ByteSlice apply(ByteSlice tracesData) throws DecodeException {
    ByteSlice left = tracesData;
    for (RuleRewriter rewriter : rewriters) {
      left = rewriter.apply(left);
    }
    return left;
  }
}
