package dev.tailspan.policy;

import dev.tailspan.text.Excerpt;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code ${env:NAME}}, {@code ${NAME}} and {@code ${env:NAME:-default}} as the Collector's loader
 * replaces them before the processor sees its settings, and {@code $$} for one {@code $}.
 */
final class Substitution {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]+):)?(.*?)(?::-(.*))?", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final int MAX_EXPANSIONS = 100;

  private final @Nullable Function<String, Optional<String>> environment;

  /** What was replaced by what, line by line: part of what the file means. */
  private final StringBuilder trail = new StringBuilder();

  /**
   * @param environment value by name; null where there is none, and every reference is a mistake
   */
  Substitution(@Nullable Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  /**
   * @param whole the text was one reference and nothing else: its value has a type of its own
   * @param replaced there was a reference in it
   */
  record Expanded(String text, boolean whole, boolean replaced) {}

  String trail() {
    return trail.toString();
  }

  /**
   * @throws IllegalArgumentException with one sentence naming the reference
   */
  Expanded expand(String text) {
    if (text.indexOf('$') < 0) {
      return new Expanded(text, false, false);
    }
    String value = text;
    boolean whole = false;
    for (int i = 0; ; i++) {
      int[] found = find(value);
      if (found == null) {
        return new Expanded(value.replace("$$", "$"), whole, i > 0);
      }
      if (i == MAX_EXPANSIONS) {
        throw new IllegalArgumentException("References lead to references without end.");
      }
      String reference = value.substring(found[0], found[1]);
      whole = (i == 0 || whole) && reference.equals(value);
      // As the loader does: every occurrence of the reference at once.
      value = value.replace(reference, resolve(reference));
    }
  }

  /** From and to of the first innermost reference that is not escaped by an odd number of $. */
  private static int @Nullable [] find(String text) {
    int from = 0;
    while (true) {
      int close = text.indexOf('}', from);
      if (close < 0) {
        return null;
      }
      int open = text.lastIndexOf("${", close);
      if (open >= from && dollarsBefore(text, open, from) % 2 == 0) {
        return new int[] {open, close + 1};
      }
      from = close + 1;
    }
  }

  private static int dollarsBefore(String text, int open, int from) {
    int count = 0;
    while (open - count > from && text.charAt(open - count - 1) == '$') {
      count++;
    }
    return count;
  }

  private String resolve(String reference) {
    Matcher parts = REFERENCE.matcher(reference.substring(2, reference.length() - 1));
    if (environment == null) {
      throw new IllegalArgumentException(
          Excerpt.of(reference)
              + " refers to an environment, and none is given here: write the value itself.");
    }
    if (!parts.matches()
        || (parts.group(1) != null && !parts.group(1).equals("env"))
        || !NAME.matcher(parts.group(2)).matches()) {
      throw new IllegalArgumentException(
          Excerpt.of(reference) + " is not ${env:NAME}, the only reference there is here.");
    }
    String name = parts.group(2);
    String value = environment.apply(name).orElse(parts.group(3));
    if (value == null) {
      throw new IllegalArgumentException(name + " is not set in the environment given.");
    }
    trail.append(name).append('=').append(value).append('\n');
    return value;
  }
}
