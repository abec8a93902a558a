package dev.tailspan.ottl;

import dev.tailspan.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Format}: Go's {@code fmt.Sprintf} with flags {@code + - 0} and blank, width, precision and
 * the verbs for texts, numbers and bools. Widths of arguments and argument indexes are refused.
 */
final class Sprintf {
  /** Bounds what one directive can write. */
  private static final int WIDEST = 1_000;

  private static final Pattern DIRECTIVE =
      Pattern.compile("%([-+ 0]*)([0-9]{0,4})(?:(\\.)([0-9]{0,4}))?([^-+ 0-9.]?)", Pattern.DOTALL);

  /**
   * One directive.
   *
   * @param precision -1 where there is none
   * @param verb 0 where the format ends before it
   */
  record Directive(String flags, int width, int precision, char verb) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    Directive without(char flag) {
      return new Directive(flags.replace(Character.toString(flag), ""), width, precision, verb);
    }
  }

  private final List<String> texts = new ArrayList<>();
  private final List<Directive> directives = new ArrayList<>();

  private Sprintf() {}

  static Sprintf of(String format, Arguments arguments) throws OttlSyntaxException {
    Sprintf sprintf = new Sprintf();
    Matcher matcher = DIRECTIVE.matcher(format);
    StringBuilder text = new StringBuilder();
    int end = 0;
    while (matcher.find(end)) {
      text.append(format, end, matcher.start());
      end = matcher.end();
      String verb = String.valueOf(matcher.group(5));
      if (verb.equals("%")) {
        text.append('%');
        continue;
      }
      if (!verb.isEmpty() && "*[#".contains(verb) || Character.isSurrogate(first(verb))) {
        throw arguments.wrong(
            0, Excerpt.quoted(matcher.group() + verb) + " is not supported in a format here.");
      }
      sprintf.texts.add(text.toString());
      text.setLength(0);
      int width = number(matcher.group(2));
      int precision = matcher.group(3) == null ? -1 : number(matcher.group(4));
      if (width > WIDEST || precision > WIDEST) {
        throw arguments.wrong(0, "Nothing is formatted wider than " + WIDEST + " characters here.");
      }
      sprintf.directives.add(
          new Directive(String.valueOf(matcher.group(1)), width, precision, first(verb)));
    }
    sprintf.texts.add(text.append(format.substring(end)).toString());
    return sprintf;
  }

  private static char first(String verb) {
    return verb.isEmpty() ? 0 : verb.charAt(0);
  }

  private static int number(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  String of(List<@Nullable Object> values) throws OttlEvaluationException {
    StringBuilder out = new StringBuilder(texts.get(0));
    for (int i = 0; i < directives.size(); i++) {
      Directive directive = directives.get(i);
      if (directive.verb() == 0) {
        out.append("%!(NOVERB)");
      } else if (i >= values.size()) {
        out.append("%!").append(directive.verb()).append("(MISSING)");
      } else {
        out.append(GoFormat.of(directive, values.get(i)));
      }
      out.append(texts.get(i + 1));
    }
    long used = directives.stream().filter(directive -> directive.verb() != 0).count();
    String separator = "%!(EXTRA ";
    for (int i = (int) used; i < values.size(); i++) {
      Object value = values.get(i);
      out.append(separator).append(GoFormat.typed(value));
      separator = ", ";
    }
    return out.append(used < values.size() ? ")" : "").toString();
  }
}
