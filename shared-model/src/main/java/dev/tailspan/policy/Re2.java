package dev.tailspan.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions in RE2 syntax, matched in linear time. RE2/J is Go's {@code regexp} in Java;
 * where it takes more than Go does, {@link Re2Syntax} refuses.
 */
final class Re2 {
  private static final String SAME_NAME = "duplicate capture group name";

  private Re2() {}

  /** All of them; null when one is refused, every refusal being reported. */
  static @Nullable List<Pattern> compile(List<Settings.Text> texts, Findings findings) {
    List<Pattern> patterns = new ArrayList<>();
    for (Settings.Text text : texts) {
      try {
        patterns.add(compile(text.text()));
      } catch (PatternSyntaxException e) {
        findings.problem(
            text.place(),
            Excerpt.quoted(text.text())
                + " is no regular expression of RE2: "
                + e.getDescription()
                + (e.getPattern() == null ? "" : ", at " + Excerpt.quoted(e.getPattern()))
                + ".");
      }
    }
    return patterns.size() == texts.size() ? List.copyOf(patterns) : null;
  }

  static Pattern compile(String regex) {
    Re2Syntax syntax = Re2Syntax.check(regex);
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      // Go takes two groups of one name; nobody asks for groups here.
      if (!SAME_NAME.equals(e.getDescription())) {
        throw e;
      }
      return Pattern.compile(syntax.withoutNames());
    }
  }
}
