package dev.tailspan.ottl;

import com.google.re2j.PatternSyntaxException;
import dev.tailspan.ottl.Parameter.Kind;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.RegexSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts in, texts or answers about texts out. */
final class TextFunctions {
  private static final Parameter TARGET = Parameter.of("Target", Kind.TEXT);
  private static final Parameter PREFIX = Parameter.of("Prefix", Kind.TEXT);
  private static final Parameter SUFFIX = Parameter.of("Suffix", Kind.TEXT);

  static final List<Function> ALL =
      List.of(
          Function.made(
              "IsMatch",
              TextFunctions::isMatch,
              Parameter.of("Target", Kind.TEXT_LIKE),
              Parameter.of("Pattern", Kind.TEXT)),
          Function.of("HasPrefix", (a, at) -> starts(a.text(0, at), a.text(1, at)), TARGET, PREFIX),
          Function.of("HasSuffix", (a, at) -> ends(a.text(0, at), a.text(1, at)), TARGET, SUFFIX),
          Function.of(
              "TrimPrefix", (a, at) -> withoutStart(a.text(0, at), a.text(1, at)), TARGET, PREFIX),
          Function.of(
              "TrimSuffix", (a, at) -> withoutEnd(a.text(0, at), a.text(1, at)), TARGET, SUFFIX),
          Function.of(
              "Trim",
              (a, at) -> trim(a.text(0, at), a.written(1, " ")),
              TARGET,
              Parameter.optional("Replacement", Kind.WRITTEN_TEXT)),
          Function.of("ToLowerCase", (a, at) -> lower(a.text(0, at)), TARGET),
          Function.of("ToUpperCase", (a, at) -> upper(a.text(0, at)), TARGET),
          Function.of("ToSnakeCase", (a, at) -> Cases.snake(a.text(0, at)), TARGET),
          Function.of("ToCamelCase", (a, at) -> Cases.camel(a.text(0, at)), TARGET),
          Function.made(
              "ConvertCase",
              TextFunctions::convertCase,
              TARGET,
              Parameter.of("ToCase", Kind.WRITTEN_TEXT)),
          Function.of(
              "Substring",
              TextFunctions::substring,
              TARGET,
              Parameter.of("Start", Kind.INT),
              Parameter.of("Length", Kind.INT),
              Parameter.optional("Utf8Safe", Kind.WRITTEN_BOOL)),
          Function.made(
              "Format",
              TextFunctions::format,
              Parameter.of("Format", Kind.WRITTEN_TEXT),
              Parameter.of("Vals", Kind.WRITTEN_LIST)));

  private TextFunctions() {}

  private static boolean starts(String text, String prefix) {
    return text.startsWith(prefix) || Utf8Text.latin(text).startsWith(Utf8Text.latin(prefix));
  }

  private static boolean ends(String text, String suffix) {
    return text.endsWith(suffix) || Utf8Text.latin(text).endsWith(Utf8Text.latin(suffix));
  }

  private static String withoutStart(String text, String prefix) {
    return starts(text, prefix)
        ? Utf8Text.ofLatin(Utf8Text.latin(text).substring(Utf8Text.length(prefix)))
        : text;
  }

  private static String withoutEnd(String text, String suffix) {
    String bytes = Utf8Text.latin(text);
    return ends(text, suffix)
        ? Utf8Text.ofLatin(bytes.substring(0, bytes.length() - Utf8Text.length(suffix)))
        : text;
  }

  private static String trim(String text, String characters) {
    int[] all = text.codePoints().toArray();
    int from = 0;
    int to = all.length;
    while (from < to && characters.indexOf(all[from]) >= 0) {
      from++;
    }
    while (to > from && characters.indexOf(all[to - 1]) >= 0) {
      to--;
    }
    return new String(all, from, to - from);
  }

  /** Character by character: Java's own way knows words and languages, Go's does not. */
  private static String lower(String text) {
    return text.codePoints()
        .map(c -> Character.toLowerCase(Utf8Text.orReplacement(c)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String upper(String text) {
    return text.codePoints()
        .map(c -> Character.toUpperCase(Utf8Text.orReplacement(c)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Function.Body convertCase(Arguments a) throws OttlSyntaxException {
    String to = a.written(1, "");
    return switch (to) {
      case "lower" -> at -> lower(a.text(0, at));
      case "upper" -> at -> upper(a.text(0, at));
      case "snake" -> at -> Cases.snake(a.text(0, at));
      case "camel" -> at -> Cases.camel(a.text(0, at));
      default -> throw a.wrong(1, "The case is one of lower, upper, snake and camel.");
    };
  }

  private static String substring(Arguments a, OttlContext at) throws OttlEvaluationException {
    long start = a.whole(1, at);
    long length = a.whole(2, at);
    byte[] bytes = Utf8Text.bytes(a.text(0, at));
    if (start < 0 || length <= 0 || start > bytes.length || length > bytes.length - start) {
      throw new OttlEvaluationException(
          "bytes " + start + " and " + length + " more of a text of " + bytes.length);
    }
    int from = (int) start;
    int to = (int) (start + length);
    if (a.flag(3)) {
      while (from < bytes.length && isInside(bytes[from])) {
        from++;
      }
      while (from < to && to < bytes.length && isInside(bytes[to])) {
        to--;
      }
    }
    return Utf8Text.of(bytes, from, Math.max(from, to));
  }

  /** Whether a byte goes on with a character of UTF-8. */
  private static boolean isInside(byte b) {
    return (b & 0xc0) == 0x80;
  }

  private static Function.Body format(Arguments a) throws OttlSyntaxException {
    Sprintf format = Sprintf.of(a.written(0, ""), a);
    List<Expression> values = a.items(1);
    return at -> format.of(Raw.list(values, at));
  }

  private static Function.Body isMatch(Arguments a) throws OttlSyntaxException {
    RegexSearch known = written(a, 1);
    return at -> {
      RegexSearch search = known == null ? compile(a.text(1, at)) : known;
      String text = a.textLike(0, at);
      return text != null && search.finds(text);
    };
  }

  /** The expression, where it is written; null where it is only known for each span. */
  private static @Nullable RegexSearch written(Arguments a, int i) throws OttlSyntaxException {
    String text = a.literalText(i);
    if (text == null) {
      return null;
    }
    try {
      return RegexSearch.of(text);
    } catch (PatternSyntaxException e) {
      throw a.wrong(i, notOne(text, e) + ".");
    }
  }

  private static RegexSearch compile(String text) throws OttlEvaluationException {
    try {
      return RegexSearch.of(text);
    } catch (PatternSyntaxException e) {
      throw new OttlEvaluationException(notOne(text, e));
    }
  }

  static String notOne(String text, PatternSyntaxException e) {
    return Excerpt.quoted(text) + " is no regular expression of RE2: " + e.getDescription();
  }
}
