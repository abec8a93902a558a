package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code a=b c="d e"} to a map and back. */
final class KeyValuePairs {
  private KeyValuePairs() {}

  static KeyValueListValue read(String text, String delimiter, String pairDelimiter)
      throws OttlEvaluationException {
    if (text.isEmpty()) {
      throw new OttlEvaluationException("an empty text has no pairs");
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : split(text, pairDelimiter)) {
      int at = pair.indexOf(delimiter);
      if (at < 0) {
        throw new OttlEvaluationException("\"" + pair + "\" is no pair");
      }
      pairs.put(pair.substring(0, at).strip(), pair.substring(at + delimiter.length()).strip());
    }
    return Raw.map(pairs);
  }

  /** Quotes of either kind hold together what they enclose, and fall away. */
  private static List<String> split(String text, String delimiter) throws OttlEvaluationException {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && text.startsWith(delimiter, i)) {
        if (part.length() > 0) {
          parts.add(part.toString());
          part.setLength(0);
        }
        i += delimiter.length() - 1;
        continue;
      }
      boolean opens = !escaped && quote == 0 && (c == '"' || c == '\'');
      if (opens || !escaped && c == quote) {
        quote = opens ? c : 0;
        continue;
      }
      escaped = !escaped && c == '\\';
      part.append(c);
    }
    if (quote != 0) {
      throw new OttlEvaluationException("a quoted value has no end");
    }
    if (part.length() > 0) {
      parts.add(part.toString());
    }
    return parts;
  }

  static String write(List<KeyValue> entries, String delimiter, String pairDelimiter)
      throws OttlEvaluationException {
    List<String> pairs = new ArrayList<>(entries.size());
    for (KeyValue entry : entries) {
      pairs.add(
          quoted(entry.key(), delimiter, pairDelimiter)
              + delimiter
              + quoted(AttributeTexts.of(entry.value()), delimiter, pairDelimiter));
    }
    return String.join(pairDelimiter, pairs);
  }

  private static String quoted(String text, String delimiter, String pairDelimiter) {
    String escaped = text.replace("\"", "\\\"");
    return escaped.contains(pairDelimiter) || escaped.contains(delimiter)
        ? '"' + escaped + '"'
        : escaped;
  }
}
