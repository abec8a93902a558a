package dev.tailspan.ottl;

import dev.tailspan.text.Excerpt;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A format of {@code Time} and {@code FormatTime}: strptime's directives as the Collector takes
 * them, cut into letters and text between. {@code %F} and its like are spelt out.
 */
record TimeLayout(List<Element> elements) {
  /**
   * @param directive its letter; 0 for text that stands for itself
   */
  record Element(char directive, String text) {}

  /** A year that may be read from two digits. */
  static final char EITHER_YEAR = 1;

  private static final String SINGLE = "YymoqbhBdegaAHlIpPMSLfsZzwijk" + EITHER_YEAR;

  private static final Map<Character, String> COMPOSED =
      Map.of(
          'D', "%m/%d/%" + EITHER_YEAR,
          'x', "%m/%d/%" + EITHER_YEAR,
          'F', "%Y-%m-%d",
          'T', "%H:%M:%S",
          'X', "%H:%M:%S",
          'r', "%I:%M:%S %P",
          'R', "%H:%M",
          'c', "%a %b %d %H:%M:%S %Y");

  /** A format is made Go's first, in which these words would mean a part of the time. */
  private static final Pattern GO_WORDS = Pattern.compile("Jan|Mon|MST|PM|pm");

  private static final Pattern LOOSE_FRACTION = Pattern.compile("[^.,]%[Lfs]");

  TimeLayout {
    elements = List.copyOf(elements);
  }

  static TimeLayout of(String format, Arguments arguments, int argument)
      throws OttlSyntaxException {
    if (format.isEmpty()) {
      throw arguments.wrong(argument, "The format is empty.");
    }
    if (format.chars().anyMatch(c -> c >= '0' && c <= '9')) {
      throw arguments.wrong(argument, "A time format contains no digits but directives like %Y.");
    }
    Matcher loose = LOOSE_FRACTION.matcher(format);
    if (loose.find()) {
      throw arguments.wrong(
          argument, "A fraction of a second follows . or , but not so in " + loose.group() + ".");
    }
    List<Element> elements = new ArrayList<>();
    if (!cut(format, elements)) {
      throw arguments.wrong(
          argument,
          Excerpt.quoted(format) + " has a directive there is not, or cannot be read here.");
    }
    return new TimeLayout(elements);
  }

  private static boolean cut(String format, List<Element> into) {
    StringBuilder text = new StringBuilder();
    boolean known = true;
    for (int i = 0; i < format.length() && known; i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length() || format.charAt(i + 1) == '\n') {
        text.append(c);
        continue;
      }
      char directive = format.charAt(++i);
      if ("%nt".indexOf(directive) >= 0) {
        text.append(directive == 'n' ? '\n' : directive == 't' ? '\t' : '%');
        continue;
      }
      known = flush(text, into) && directive(directive, into);
    }
    return known && flush(text, into);
  }

  private static boolean directive(char letter, List<Element> into) {
    String composed = COMPOSED.get(letter);
    if (composed != null) {
      return cut(composed, into);
    }
    boolean fraction = "Lfs".indexOf(letter) >= 0;
    if (fraction && into.isEmpty()) {
      // Nine nines without a point before them are text in Go.
      into.add(new Element((char) 0, "999999999".substring(0, digits(letter))));
      return true;
    }
    into.add(new Element(letter, ""));
    return SINGLE.indexOf(letter) >= 0;
  }

  private static boolean flush(StringBuilder text, List<Element> into) {
    if (text.length() > 0) {
      into.add(new Element((char) 0, text.toString()));
    }
    boolean plain = !GO_WORDS.matcher(text).find();
    text.setLength(0);
    return plain;
  }

  /** How many digits a fraction of a second has. */
  static int digits(char directive) {
    return directive == 'L' ? 3 : directive == 'f' ? 6 : 9;
  }

  /** The point before a fraction belongs to it: with only zeros neither is written. */
  boolean isBeforeFraction(int i) {
    return i + 1 < elements.size() && "Lfs".indexOf(elements.get(i + 1).directive()) >= 0;
  }

  String format(ZonedDateTime time) {
    StringBuilder out = new StringBuilder();
    char separator = '.';
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      String text = element.text();
      if (element.directive() != 0) {
        out.append(TimeWriter.part(element.directive(), time, separator));
      } else if (isBeforeFraction(i)) {
        separator = text.charAt(text.length() - 1);
        out.append(text, 0, text.length() - 1);
      } else {
        out.append(text);
      }
    }
    return out.toString();
  }
}
