package dev.tailspan.policy;

import com.google.re2j.PatternSyntaxException;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Re2;
import java.util.Set;
import java.util.regex.Pattern;

/** What the writer of a {@code string_attribute} policy may not expect. */
final class StringAttributeAdvice {
  private static final Pattern LOOKS_LIKE_REGEX = Pattern.compile("\\.[*+]|^\\^|\\$$|\\\\[dws]");

  private StringAttributeAdvice() {}

  static void give(Settings settings, Set<String> values, Findings findings) {
    AttributeAdvice.give(settings, findings);
    if (settings.flag("enabled_regex_matching")) {
      settings.texts("values").forEach(value -> unanchored(value, findings));
    } else {
      settings.texts("values").forEach(value -> exact(value, findings));
    }
    if (values.isEmpty()) {
      findings.warning(
          settings.place("values"),
          "There is nothing to compare with, so "
              + (settings.flag("invert_match") ? "every" : "no")
              + " trace is sampled.");
    }
    if (settings.has("cache_max_size")) {
      findings.note(
          settings.place("cache_max_size"),
          "Not needed: results are not cached, and never differ.");
    }
  }

  private static void unanchored(Settings.Text value, Findings findings) {
    String regex = value.text();
    if (regex.isEmpty()) {
      findings.warning(
          value.place(),
          "The empty expression matches every value, also a resource's that is no text.");
    } else if (!isBound(regex)) {
      findings.warning(
          value.place(),
          "The expression "
              + Excerpt.quoted(regex)
              + " matches any part of a value; to match whole values write ^(?:...)$.");
    }
  }

  /** Whether both ends say what they mean: anchored, or open by intent as in {@code .*}. */
  private static boolean isBound(String regex) {
    boolean start = regex.startsWith("^") || regex.startsWith("\\A") || regex.startsWith(".*");
    boolean end = regex.endsWith("$") || regex.endsWith("\\z") || regex.endsWith(".*");
    return start && end && !hasAlternative(regex);
  }

  /** Whether a part of {@code ^a|b$} is left open. */
  private static boolean hasAlternative(String regex) {
    try {
      return Re2.hasTopLevelAlternative(regex);
    } catch (PatternSyntaxException e) {
      return false; // reported when it is compiled
    }
  }

  private static void exact(Settings.Text value, Findings findings) {
    if (value.text().isEmpty()) {
      findings.warning(value.place(), "An empty text in the list matches nothing.");
    } else if (LOOKS_LIKE_REGEX.matcher(value.text()).find()) {
      findings.warning(
          value.place(),
          Excerpt.quoted(value.text())
              + " is compared letter by letter unless enabled_regex_matching is true.");
    }
  }
}
