package dev.tailspan.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is looked for anywhere in texts. Most expressions of policies begin
 * with plain characters, as {@code ^/admin/} does: a text without them is not given to RE2/J, and
 * where they are all there is to it, neither is one that has them.
 */
public final class RegexSearch {
  private static final String SPECIAL = "\\.[]{}()*+?|^$";

  private final Pattern pattern;
  private final boolean atStart;
  private final String literal;
  private final boolean literalDecides;

  private RegexSearch(Pattern pattern, boolean atStart, String literal, boolean literalDecides) {
    this.pattern = pattern;
    this.atStart = atStart;
    this.literal = literal;
    this.literalDecides = literalDecides;
  }

  /**
   * @throws PatternSyntaxException as {@link Re2#compile}
   */
  public static RegexSearch of(String regex) {
    Pattern pattern = Re2.compile(regex);
    boolean atStart = regex.startsWith("^");
    String body = regex.substring(atStart ? 1 : 0);
    int plain = body.indexOf('|') >= 0 ? 0 : plainCharacters(body);
    String rest = body.substring(plain);
    return new RegexSearch(
        pattern,
        atStart,
        body.substring(0, plain),
        plain > 0 && (rest.isEmpty() || rest.equals(".*")));
  }

  /** How many characters at the beginning stand for themselves, whatever comes behind them. */
  private static int plainCharacters(String regex) {
    int plain = 0;
    while (plain < regex.length()
        && SPECIAL.indexOf(regex.charAt(plain)) < 0
        && !Character.isSurrogate(regex.charAt(plain))) {
      plain++;
    }
    // A group of flags or an empty quotation stands for nothing: what follows it repeats the last.
    boolean lastMayBeMissing = plain < regex.length() && "*?{(\\".indexOf(regex.charAt(plain)) >= 0;
    return lastMayBeMissing ? Math.max(0, plain - 1) : plain;
  }

  /** Whether some part of the text matches. */
  public boolean finds(String text) {
    if (!literal.isEmpty()) {
      boolean there = atStart ? text.startsWith(literal) : text.contains(literal);
      if (!there || literalDecides) {
        return there;
      }
    }
    return pattern.matcher(text).find();
  }

  /**
   * The text with each match replaced, from left to right; matches of nothing are passed over.
   *
   * @param replacement of what was matched
   */
  public String replaceAll(String text, UnaryOperator<String> replacement) {
    if (!literal.isEmpty() && !(atStart ? text.startsWith(literal) : text.contains(literal))) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = null;
    int copied = 0;
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, matcher.start());
        out.append(replacement.apply(text.substring(matcher.start(), matcher.end())));
        copied = matcher.end();
      }
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /** Instructions of the compiled expression: what a character may cost at most. */
  public int size() {
    return pattern.programSize();
  }

  /** The same expression, the same search. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegexSearch search && pattern.equals(search.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern.toString();
  }
}
