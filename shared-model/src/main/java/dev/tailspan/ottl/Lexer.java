package dev.tailspan.ottl;

import dev.tailspan.ottl.Token.Kind;
import dev.tailspan.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a condition into tokens by the rules of {@code buildLexer} in {@code grammar.go}: the first
 * rule that fits wins. Names come in runs of one case ({@code IsMatch} is four tokens), and words
 * such as {@code or} are only words where the name ends.
 */
final class Lexer {
  static final int LONGEST = 65_536;
  static final int MOST_TOKENS = 10_000;

  private final String text;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** All tokens, then one of kind END. */
  static List<Token> read(String text) throws OttlSyntaxException {
    if (text.length() > LONGEST) {
      throw new OttlSyntaxException(
          0, "The condition has more than " + LONGEST + " characters, the most there may be.");
    }
    return new Lexer(text).tokens();
  }

  private List<Token> tokens() throws OttlSyntaxException {
    List<Token> tokens = new ArrayList<>();
    while (true) {
      while (at < text.length() && " \t\n\f\r".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, "", at));
        return tokens;
      }
      if (tokens.size() == MOST_TOKENS) {
        throw new OttlSyntaxException(
            at, "The condition has more than " + MOST_TOKENS + " parts, the most there may be.");
      }
      tokens.add(next());
    }
  }

  private Token next() throws OttlSyntaxException {
    char c = text.charAt(at);
    if (c == '"') {
      return string();
    }
    if (isDigit(at) || c == '.' && isDigit(at + 1)) {
      return number();
    }
    if (c >= 'a' && c <= 'z') {
      return lowercase();
    }
    if (c >= 'A' && c <= 'Z') {
      return run(Kind.UPPERCASE, 'A', 'Z');
    }
    Kind pair =
        switch (pair()) {
          case "==", "!=", ">=", "<=" -> Kind.COMPARISON;
          case "=>" -> Kind.ARROW;
          default -> Kind.END;
        };
    return pair != Kind.END ? token(pair, at + 2) : token(single(c), at + 1);
  }

  private String pair() {
    return text.substring(at, Math.min(at + 2, text.length()));
  }

  private Kind single(char c) throws OttlSyntaxException {
    return switch (c) {
      case '<', '>' -> Kind.COMPARISON;
      case '+', '-' -> Kind.ADD_SUB;
      case '*', '/' -> Kind.MULT_DIV;
      case '=' -> Kind.EQUAL;
      case '(' -> Kind.LEFT_PAREN;
      case ')' -> Kind.RIGHT_PAREN;
      case '{' -> Kind.LEFT_BRACE;
      case '}' -> Kind.RIGHT_BRACE;
      case ':' -> Kind.COLON;
      case ',' -> Kind.COMMA;
      case '.' -> Kind.DOT;
      case '[' -> Kind.LEFT_BRACKET;
      case ']' -> Kind.RIGHT_BRACKET;
      default -> {
        if (c == '_' && !isWord(at + 1)) {
          yield Kind.UNDERSCORE;
        }
        String shown = text.substring(at, text.offsetByCodePoints(at, 1));
        String hint = c == '\'' ? " Texts stand in double quotes." : "";
        throw new OttlSyntaxException(
            at, Excerpt.quoted(shown) + " means nothing in a condition." + hint);
      }
    };
  }

  private Token number() {
    if (text.startsWith("0x", at) && isHex(at + 2)) {
      int end = at + 2;
      while (isHex(end)) {
        end++;
      }
      return token(Kind.BYTES, end);
    }
    int end = digits(at);
    if (end == text.length() || text.charAt(end) != '.') {
      return token(Kind.INT, end);
    }
    end = digits(end + 1);
    if (end < text.length() && "eE".indexOf(text.charAt(end)) >= 0) {
      int sign = end + 1 < text.length() && "-+".indexOf(text.charAt(end + 1)) >= 0 ? 2 : 1;
      end = isDigit(end + sign) ? digits(end + sign) : end;
    }
    return token(Kind.FLOAT, end);
  }

  private Token lowercase() {
    Kind[] kinds = {Kind.NIL, Kind.NOT, Kind.OR, Kind.AND, Kind.BOOLEAN, Kind.BOOLEAN};
    String[] words = {"nil", "not", "or", "and", "true", "false"};
    for (int i = 0; i < words.length; i++) {
      if (text.startsWith(words[i], at) && !isWord(at + words[i].length())) {
        return token(kinds[i], at + words[i].length());
      }
    }
    return run(Kind.LOWERCASE, 'a', 'z');
  }

  private Token run(Kind kind, char first, char last) {
    int end = at + 1;
    while (end < text.length()
        && (text.charAt(end) >= first && text.charAt(end) <= last
            || isDigit(end)
            || text.charAt(end) == '_')) {
      end++;
    }
    return token(kind, end);
  }

  private Token string() throws OttlSyntaxException {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new OttlSyntaxException(at, "This text has no closing quote.");
    }
    Token token = new Token(Kind.STRING, Unquoted.of(text, at + 1, end), at);
    at = end + 1;
    return token;
  }

  private Token token(Kind kind, int end) {
    Token token = new Token(kind, text.substring(at, end), at);
    at = end;
    return token;
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(end)) {
      end++;
    }
    return end;
  }

  private boolean isDigit(int i) {
    return i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
  }

  private boolean isHex(int i) {
    return i < text.length() && text.charAt(i) < 0x80 && Character.digit(text.charAt(i), 16) >= 0;
  }

  private boolean isWord(int i) {
    return i < text.length()
        && (text.charAt(i) < 0x80 && Character.isLetterOrDigit(text.charAt(i))
            || text.charAt(i) == '_');
  }
}
