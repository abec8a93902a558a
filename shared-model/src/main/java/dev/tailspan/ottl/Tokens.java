package dev.tailspan.ottl;

import dev.tailspan.ottl.Token.Kind;
import dev.tailspan.text.Excerpt;
import java.util.List;

/** A walk over tokens, which keeps count of how deep it is. */
final class Tokens {
  /** Nobody nests so deep; each level takes some frames of the stack, when read and when asked. */
  static final int DEEPEST = 100;

  private final List<Token> tokens;
  private int place;
  private int depth;

  /**
   * @param tokens the last one being the end
   */
  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  int place() {
    return place;
  }

  Token peek() {
    return tokens.get(place);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(place + ahead, tokens.size() - 1));
  }

  Kind kindAt(int place) {
    return tokens.get(Math.min(place, tokens.size() - 1)).kind();
  }

  Token next() {
    Token token = peek();
    place = Math.min(place + 1, tokens.size() - 1);
    return token;
  }

  boolean accept(Kind kind) {
    boolean there = peek().is(kind);
    if (there) {
      next();
    }
    return there;
  }

  Token expect(Kind kind) throws OttlSyntaxException {
    if (!peek().is(kind)) {
      throw unexpected(kind.title);
    }
    return next();
  }

  OttlSyntaxException unexpected(String wanted) {
    Token found = peek();
    String shown = found.is(Kind.END) ? "the end" : Excerpt.quoted(found.text());
    return new OttlSyntaxException(
        found.offset(), "Wants " + wanted + " here, but there is " + shown + ".");
  }

  void enter() throws OttlSyntaxException {
    depth++;
    if (depth > DEEPEST) {
      throw new OttlSyntaxException(
          peek().offset(), "Nested deeper than " + DEEPEST + " levels, the most there may be.");
    }
  }

  void leave() {
    depth--;
  }
}
