package dev.tailspan.ottl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code URL}: the parts of a URL under the names of the semantic conventions, as Go's {@code
 * net/url} parts it. Works on one char for each byte, as Go does.
 */
final class UrlParts {
  private String scheme = "";
  private String opaque = "";
  private @Nullable String user;
  private @Nullable String password;
  private String host = "";
  private String path = "";
  private String writtenPath = "";
  private String query = "";
  private boolean emptyQuery;
  private String fragment = "";
  private String writtenFragment = "";
  private boolean omitsHost;

  private UrlParts() {}

  static Map<String, @Nullable Object> of(String text) throws OttlEvaluationException {
    if (text.isEmpty()) {
      throw new OttlEvaluationException("an empty text is no URL");
    }
    String bytes = Utf8Text.latin(text);
    if (bytes.startsWith("?")) {
      return query(bytes.substring(1));
    }
    UrlParts parts = new UrlParts();
    parts.parse(bytes);
    return parts.named();
  }

  private static OttlEvaluationException wrong() {
    return new OttlEvaluationException("this is no URL");
  }

  private static String unescaped(UrlEscape how, String bytes) throws OttlEvaluationException {
    String text = how.unescape(bytes);
    if (text == null) {
      throw wrong();
    }
    return text;
  }

  private static Map<String, @Nullable Object> query(String query) throws OttlEvaluationException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.contains(";")) {
        throw wrong();
      }
      if (!pair.isEmpty()) {
        int at = pair.indexOf('=');
        String key = unescaped(UrlEscape.QUERY, at < 0 ? pair : pair.substring(0, at));
        String value = unescaped(UrlEscape.QUERY, at < 0 ? "" : pair.substring(at + 1));
        Object list = values.computeIfAbsent(Utf8Text.ofLatin(key), k -> new ArrayList<>());
        add(list, Utf8Text.ofLatin(value));
      }
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (!values.isEmpty()) {
      map.put("query", values);
    }
    return map;
  }

  @SuppressWarnings("unchecked") // put there above
  private static void add(@Nullable Object list, String value) {
    if (list instanceof List<?> values) {
      ((List<Object>) values).add(value);
    }
  }

  private void parse(String bytes) throws OttlEvaluationException {
    if (bytes.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw wrong();
    }
    int hash = bytes.indexOf('#');
    writtenFragment = hash < 0 ? "" : bytes.substring(hash + 1);
    fragment = unescaped(UrlEscape.FRAGMENT, writtenFragment);
    String rest = afterScheme(hash < 0 ? bytes : bytes.substring(0, hash));
    int mark = rest.indexOf('?');
    if (mark >= 0) {
      query = rest.substring(mark + 1);
      emptyQuery = query.isEmpty();
      rest = rest.substring(0, mark);
    }
    if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
      int slash = rest.indexOf('/', 2);
      authority(rest.substring(2, slash < 0 ? rest.length() : slash));
      rest = slash < 0 ? "" : rest.substring(slash);
    } else if (!rest.startsWith("/") && !scheme.isEmpty()) {
      opaque = rest;
      return;
    } else if (!rest.startsWith("/") && rest.split("/", 2)[0].contains(":")) {
      throw wrong();
    } else {
      omitsHost = !scheme.isEmpty();
    }
    writtenPath = rest;
    path = unescaped(UrlEscape.PATH, rest);
  }

  private String afterScheme(String bytes) throws OttlEvaluationException {
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (c == ':' && i > 0) {
        scheme = bytes.substring(0, i).toLowerCase(Locale.ROOT);
        return bytes.substring(i + 1);
      }
      if (c == ':') {
        throw wrong();
      }
      if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
        return bytes;
      }
    }
    return bytes;
  }

  private void authority(String authority) throws OttlEvaluationException {
    int sign = authority.lastIndexOf('@');
    host = host(authority.substring(sign + 1));
    if (sign < 0) {
      return;
    }
    String info = authority.substring(0, sign);
    if (!info.matches("[-A-Za-z0-9._:~!$&'()*+,;=%@]*")) {
      throw wrong();
    }
    int colon = info.indexOf(':');
    user = unescaped(UrlEscape.USER, colon < 0 ? info : info.substring(0, colon));
    password = colon < 0 ? null : unescaped(UrlEscape.USER, info.substring(colon + 1));
  }

  private String host(String written) throws OttlEvaluationException {
    int bracket = written.lastIndexOf('[');
    int end = written.lastIndexOf(']');
    int colon = written.indexOf(':');
    if (bracket >= 0) {
      boolean valid = bracket == 0 && end > 0 && isPort(written.substring(end + 1));
      String inside = valid ? unescaped(UrlEscape.HOST, written.substring(1, end)) : "";
      boolean six = inside.indexOf(':') >= 0 && IpNetwork.address(inside.split("%", 2)[0]) != null;
      if (!six) {
        throw wrong();
      }
      return "[" + inside + "]" + written.substring(end + 1);
    }
    boolean web = scheme.equals("http") || scheme.equals("https");
    int port = web ? colon : written.lastIndexOf(':');
    if (colon >= 0 && !isPort(written.substring(port))) {
      throw wrong();
    }
    return unescaped(UrlEscape.HOST, written);
  }

  private static boolean isPort(String text) {
    return text.matches("(:[0-9]*)?");
  }

  private Map<String, @Nullable Object> named() throws OttlEvaluationException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    int colon = host.lastIndexOf(':');
    boolean port = colon >= 0 && isPort(host.substring(colon));
    String name = port ? host.substring(0, colon) : host;
    boolean six = name.startsWith("[") && name.endsWith("]");
    map.put("url.original", Utf8Text.ofLatin(original()));
    map.put("url.domain", Utf8Text.ofLatin(six ? name.substring(1, name.length() - 1) : name));
    map.put("url.scheme", scheme);
    map.put("url.path", Utf8Text.ofLatin(path));
    if (port && colon + 1 < host.length()) {
      long number = Numbers.parseInt(host.substring(colon + 1), 10);
      // Go's int, which is no int64 and so equals none; here as an Integer.
      map.put("url.port", (int) number);
    }
    if (!fragment.isEmpty()) {
      map.put("url.fragment", Utf8Text.ofLatin(fragment));
    }
    if (user != null) {
      map.put("url.user_info", userInfo(user));
      if (!user.isEmpty()) {
        map.put("url.username", Utf8Text.ofLatin(user));
      }
    }
    if (password != null) {
      map.put("url.password", Utf8Text.ofLatin(password));
    }
    if (!query.isEmpty()) {
      map.put("url.query", Utf8Text.ofLatin(query));
    }
    int point = path.lastIndexOf('.');
    if (point >= 0 && point < path.length() - 1) {
      map.put("url.extension", Utf8Text.ofLatin(path.substring(point + 1)));
    }
    return map;
  }

  private String userInfo(String name) {
    return UrlEscape.USER.escape(name)
        + (password == null ? "" : ":" + UrlEscape.USER.escape(password));
  }

  /** Written afresh: another order of escapes may come out than went in. */
  private String original() {
    StringBuilder out = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
    boolean authority = !host.isEmpty() || user != null;
    if (opaque.isEmpty()) {
      boolean slashes = authority || !scheme.isEmpty() && !omitsHost && !path.isEmpty();
      out.append(slashes ? "//" : "").append(user == null ? "" : userInfo(user) + "@");
      out.append(UrlEscape.HOST.escape(host));
      String escaped = path.equals("*") ? "*" : UrlEscape.PATH.keeping(writtenPath, path);
      boolean ambiguous = out.length() == 0 && escaped.split("/", 2)[0].contains(":");
      out.append(ambiguous ? "./" : "").append(escaped);
    }
    out.append(opaque).append(emptyQuery || !query.isEmpty() ? "?" + query : "");
    if (!fragment.isEmpty()) {
      out.append('#').append(UrlEscape.FRAGMENT.keeping(writtenFragment, fragment));
    }
    return out.toString();
  }
}
