package dev.tailspan.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions in RE2 syntax, matched in linear time. RE2/J is Go's {@code regexp} in Java;
 * where it takes more than Go does, {@link Re2Syntax} refuses.
 */
public final class Re2 {
  private static final String SAME_NAME = "duplicate capture group name";

  private Re2() {}

  /**
   * @throws PatternSyntaxException when Go would refuse it, or it is longer than 10,000 characters
   */
  public static Pattern compile(String regex) {
    Re2Syntax syntax = Re2Syntax.check(regex);
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      // Go takes two groups of one name; who asks for groups uses compileNamed.
      if (!SAME_NAME.equals(e.getDescription())) {
        throw e;
      }
      return Pattern.compile(syntax.withoutNames());
    }
  }

  /**
   * As {@link #compile}, for those who ask for the groups' names.
   *
   * @throws PatternSyntaxException also for two groups of one name, which Go takes
   */
  public static Pattern compileNamed(String regex) {
    Re2Syntax.check(regex);
    return Pattern.compile(regex);
  }

  /**
   * Whether a {@code |} outside all brackets parts the expression, as in {@code ^a|b$}.
   *
   * @throws PatternSyntaxException when one of Go's limits is passed
   */
  public static boolean hasTopLevelAlternative(String regex) {
    return Re2Syntax.check(regex).topLevelAlternative();
  }
}
