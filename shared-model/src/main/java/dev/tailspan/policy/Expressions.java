package dev.tailspan.policy;

import com.google.re2j.PatternSyntaxException;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.RegexSearch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regular expressions of a policy file. */
final class Expressions {
  private Expressions() {}

  /** All of them; null when one is refused, every refusal being reported. */
  static @Nullable List<RegexSearch> compile(List<Settings.Text> texts, Findings findings) {
    List<RegexSearch> patterns = new ArrayList<>();
    for (Settings.Text text : texts) {
      try {
        patterns.add(RegexSearch.of(text.text()));
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
}
