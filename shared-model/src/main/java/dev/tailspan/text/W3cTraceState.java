package dev.tailspan.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C tracestate (Trace Context, section 3.3.1), as strict and as lax as OpenTelemetry's Go SDK.
 */
public final class W3cTraceState {
  private static final int MOST_MEMBERS = 32;
  private static final int LONGEST_VALUE = 256;

  private W3cTraceState() {}

  /** The value under the key, empty where it is absent; null where a member is not valid. */
  public static @Nullable String value(String state, String key) {
    Map<String, String> members = members(state);
    return members == null ? null : members.getOrDefault(key, "");
  }

  /** All members in their order, in a map of the caller's own; null where one is not valid. */
  public static @Nullable Map<String, String> members(String state) {
    Map<String, String> members = new LinkedHashMap<>();
    int end;
    for (int at = 0; at < state.length(); at = end + 1) {
      int comma = state.indexOf(',', at);
      end = comma < 0 ? state.length() : comma;
      int equal = state.indexOf('=', at);
      if (end == at) {
        continue;
      }
      if (equal < 0 || equal > end) {
        return null;
      }
      String key = trimStart(state.substring(at, equal));
      String value = trimEnd(state.substring(equal + 1, end));
      if (!isKey(key)
          || !isValue(value)
          || members.put(key, value) != null
          || members.size() > MOST_MEMBERS) {
        return null;
      }
    }
    return members;
  }

  private static String trimStart(String text) {
    int from = 0;
    while (from < text.length() && isBlank(text.charAt(from))) {
      from++;
    }
    return text.substring(from);
  }

  private static String trimEnd(String text) {
    int to = text.length();
    while (to > 0 && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(0, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isKey(String key) {
    int at = key.indexOf('@');
    if (at < 0) {
      return isName(key, 256, false);
    }
    return isName(key.substring(0, at), 241, true) && isName(key.substring(at + 1), 14, false);
  }

  private static boolean isName(String name, int longest, boolean digitFirst) {
    if (name.isEmpty() || name.length() > longest) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      boolean sign = c == '_' || c == '-' || c == '*' || c == '/';
      if (!letter && !(digit && (i > 0 || digitFirst)) && !(sign && i > 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValue(String value) {
    if (value.isEmpty() || value.length() > LONGEST_VALUE) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == ',' || c == '=') {
        return false;
      }
    }
    return true;
  }
}
