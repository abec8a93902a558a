package dev.tailspan.text;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A walk over an expression for the limits of Go's {@code regexp} that RE2/J does not have:
 * repetitions in repetitions of more than 1,000 in all ({@code ((a{100}){100}){100}}, a million
 * states), brackets 1,000 deep, escaped letters outside ASCII.
 */
final class Re2Syntax {
  private static final int MOST_REPETITIONS = 1_000;
  private static final int MOST_BRACKETS = 999;
  private static final int LONGEST = 10_000;
  private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,4})(,([0-9]{1,4})?)?}");
  private static final Pattern NAME = Pattern.compile("\\(\\?P?<\\w+>");

  private final String regex;
  private final StringBuilder withoutNames = new StringBuilder();

  /** The most repetitions of anything so far in the groups around, the innermost on top. */
  private final Deque<Integer> around = new ArrayDeque<>();

  private int most = 1;
  private int last = 1;
  private boolean topLevelAlternative;

  private Re2Syntax(String regex) {
    this.regex = regex;
  }

  /**
   * @throws PatternSyntaxException when one of the limits is passed
   */
  static Re2Syntax check(String regex) {
    if (regex.length() > LONGEST) {
      throw new PatternSyntaxException("longer than " + LONGEST + " characters");
    }
    Re2Syntax syntax = new Re2Syntax(regex);
    for (int i = 0; i < regex.length(); ) {
      i = syntax.step(i);
    }
    return syntax;
  }

  /** Whether a {@code |} outside all brackets parts the expression, as in {@code ^a|b$}. */
  boolean topLevelAlternative() {
    return topLevelAlternative;
  }

  /** The expression with plain groups in place of named ones. */
  String withoutNames() {
    return withoutNames.toString();
  }

  /** Takes one piece and returns where the next one starts. */
  private int step(int at) {
    char c = regex.charAt(at);
    int next =
        switch (c) {
          case '\\' -> atom(escapeEnd(at));
          case '[' -> atom(classEnd(at));
          case '(' -> group(at);
          case ')' -> groupEnd(at);
          case '{' -> repetition(at);
          case '*', '+', '?' -> at + 1;
          default -> atom(at + 1);
        };
    topLevelAlternative |= c == '|' && around.isEmpty();
    withoutNames.append(c == '(' && next > at + 1 ? "(" : regex.substring(at, next));
    return next;
  }

  private int atom(int end) {
    last = 1;
    return end;
  }

  private int group(int at) {
    if (around.size() == MOST_BRACKETS) {
      throw new PatternSyntaxException("expression nests too deeply");
    }
    around.push(most);
    most = 1;
    Matcher name = NAME.matcher(regex).region(at, regex.length());
    return name.lookingAt() ? name.end() : at + 1;
  }

  private int groupEnd(int at) {
    if (!around.isEmpty()) {
      last = most;
      most = Math.max(around.pop(), last);
    }
    return at + 1;
  }

  private int repetition(int at) {
    Matcher repetition = REPETITION.matcher(regex).region(at, regex.length());
    if (!repetition.lookingAt()) {
      return atom(at + 1);
    }
    String upper = repetition.group(3);
    int times = Integer.parseInt(upper == null ? repetition.group(1) : upper);
    last *= Math.max(times, 1);
    if (last > MOST_REPETITIONS) {
      throw new PatternSyntaxException("invalid repeat count", repetition.group());
    }
    most = Math.max(most, last);
    return repetition.end();
  }

  private int escapeEnd(int at) {
    if (at + 1 == regex.length()) {
      return at + 1;
    }
    char escaped = regex.charAt(at + 1);
    if (escaped > 0x7f) {
      throw new PatternSyntaxException("invalid escape sequence", regex.substring(at, at + 2));
    }
    if (escaped == 'Q') {
      int end = regex.indexOf("\\E", at + 2);
      return end < 0 ? regex.length() : end + 2;
    }
    boolean braces = "pPx".indexOf(escaped) >= 0 && regex.startsWith("{", at + 2);
    int close = braces ? regex.indexOf('}', at) : -1;
    return close < 0 ? at + 2 : close + 1;
  }

  private int classEnd(int at) {
    int i = at + (regex.startsWith("^", at + 1) ? 2 : 1);
    // A bracket right at the start stands for itself.
    i += regex.startsWith("]", i) ? 1 : 0;
    while (i < regex.length() && regex.charAt(i) != ']') {
      int named = regex.startsWith("[:", i) ? regex.indexOf(":]", i + 2) : -1;
      i = named >= 0 ? named + 2 : regex.charAt(i) == '\\' ? escapeEnd(i) : i + 1;
    }
    return Math.min(i + 1, regex.length());
  }
}
