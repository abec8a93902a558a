package dev.tailspan.ottl;

/**
 * @param text as written; of a string without its quotes and escapes
 * @param offset of its first character
 */
record Token(Kind kind, String text, int offset) {
  enum Kind {
    BYTES("bytes"),
    FLOAT("a number"),
    INT("a number"),
    STRING("a text"),
    NIL("nil"),
    NOT("not"),
    OR("or"),
    AND("and"),
    COMPARISON("a comparison"),
    ARROW("=>"),
    ADD_SUB("+ or -"),
    MULT_DIV("* or /"),
    BOOLEAN("true or false"),
    EQUAL("="),
    LEFT_PAREN("("),
    RIGHT_PAREN(")"),
    LEFT_BRACE("{"),
    RIGHT_BRACE("}"),
    COLON(":"),
    COMMA(","),
    DOT("."),
    LEFT_BRACKET("["),
    RIGHT_BRACKET("]"),
    UPPERCASE("a function"),
    LOWERCASE("a path"),
    UNDERSCORE("_"),
    END("the end");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** A part of a name. */
  boolean isWord() {
    return kind == Kind.UPPERCASE || kind == Kind.LOWERCASE;
  }
}
