package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue.KeyValueListValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code ParseCSV}: one row, as Go's {@code encoding/csv} reads it. */
final class Csv {
  private final String text;
  private final char delimiter;
  private final boolean lazy;
  private final List<String> fields = new ArrayList<>();
  private int at;

  private Csv(String text, char delimiter, boolean lazy) {
    this.text = text;
    this.delimiter = delimiter;
    this.lazy = lazy;
  }

  static Function.Body function(Arguments a) throws OttlSyntaxException {
    String delimiter = a.written(2, ",");
    String headerDelimiter = a.written(3, delimiter);
    String mode = a.written(4, "strict");
    if (delimiter.length() != 1 || "\"\r\n\ufffd".contains(delimiter)) {
      throw a.wrong(2, "The delimiter is one character, neither a quote nor the end of a line.");
    }
    if (headerDelimiter.codePointCount(0, headerDelimiter.length()) != 1) {
      throw a.wrong(3, "The header's delimiter is one character.");
    }
    if (!List.of("strict", "lazyQuotes", "ignoreQuotes").contains(mode)) {
      throw a.wrong(4, "The mode is one of strict, lazyQuotes and ignoreQuotes.");
    }
    return at -> map(a.text(1, at), headerDelimiter, row(a.text(0, at), delimiter, mode));
  }

  private static KeyValueListValue map(String header, String delimiter, List<String> fields)
      throws OttlEvaluationException {
    List<String> names = split(header, delimiter);
    if (header.isEmpty() || names.size() != fields.size()) {
      throw new OttlEvaluationException(
          "a row of " + fields.size() + " fields under a header of " + names.size());
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      map.put(names.get(i), fields.get(i));
    }
    return Raw.map(map);
  }

  private static List<String> split(String text, String by) {
    return Arrays.asList(text.split(Pattern.quote(by), -1));
  }

  private static List<String> row(String text, String delimiter, String mode)
      throws OttlEvaluationException {
    if (mode.equals("ignoreQuotes")) {
      return split(text, delimiter);
    }
    Csv csv = new Csv(text.replace("\r\n", "\n"), delimiter.charAt(0), mode.equals("lazyQuotes"));
    csv.read();
    if (csv.fields.isEmpty()) {
      throw new OttlEvaluationException("an empty text has no fields");
    }
    return csv.fields;
  }

  /** A further line goes on with the last field of the one before; empty lines are skipped. */
  private void read() throws OttlEvaluationException {
    while (at < text.length()) {
      if (text.charAt(at) == '\n') {
        at++;
        continue;
      }
      boolean continued = !fields.isEmpty();
      do {
        String field = field();
        if (continued) {
          int last = fields.size() - 1;
          fields.set(last, fields.get(last) + "\n" + field);
          continued = false;
        } else {
          fields.add(field);
        }
      } while (takes(delimiter));
      at++;
    }
  }

  private boolean takes(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private String field() throws OttlEvaluationException {
    if (takes('"')) {
      return quoted();
    }
    int end = at;
    while (end < text.length() && text.charAt(end) != delimiter && text.charAt(end) != '\n') {
      if (text.charAt(end) == '"' && !lazy) {
        throw new OttlEvaluationException("a quote stands inside a field of CSV");
      }
      end++;
    }
    String field = text.substring(at, end);
    at = end;
    return field;
  }

  private String quoted() throws OttlEvaluationException {
    StringBuilder field = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (takes('"')) {
        field.append('"');
      } else if (at == text.length() || text.charAt(at) == delimiter || text.charAt(at) == '\n') {
        return field.toString();
      } else if (lazy) {
        field.append('"');
      } else {
        throw new OttlEvaluationException("a quote stands inside a quoted field of CSV");
      }
    }
    if (!lazy) {
      throw new OttlEvaluationException("a quoted field of CSV has no end");
    }
    return field.toString();
  }
}
