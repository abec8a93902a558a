package dev.tailspan.ottl;

import dev.tailspan.ottl.Expression.Calculation;
import dev.tailspan.ottl.Expression.Call;
import dev.tailspan.ottl.Expression.Entries;
import dev.tailspan.ottl.Expression.Items;
import dev.tailspan.ottl.Expression.Literal;
import dev.tailspan.ottl.Expression.Negative;
import dev.tailspan.ottl.Function.Given;
import dev.tailspan.ottl.Token.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of {@code grammar.go}: literals, calculations, paths, calls of functions. */
final class ValueParser {
  private final Tokens tokens;
  private final OttlSignal signal;

  ValueParser(Tokens tokens, OttlSignal signal) {
    this.tokens = tokens;
    this.signal = signal;
  }

  Expression value() throws OttlSyntaxException {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NIL -> literal(null);
      case STRING -> literal(token.text());
      case BOOLEAN -> literal(token.text().equals("true"));
      case BYTES -> bytes();
      case LEFT_BRACE -> map();
      case LEFT_BRACKET -> list();
      case UPPERCASE -> callsAt(0) ? calculation() : symbol();
      case FLOAT, INT, LOWERCASE, LEFT_PAREN, ADD_SUB -> calculation();
      default -> throw tokens.unexpected("a value");
    };
  }

  private Literal literal(@Nullable Object value) {
    tokens.next();
    return new Literal(value);
  }

  private Literal bytes() throws OttlSyntaxException {
    Token token = tokens.next();
    if (token.text().length() % 2 != 0) {
      throw new OttlSyntaxException(
          token.offset(), "Bytes want an even number of hex digits after 0x.");
    }
    return new Literal(HexFormat.of().parseHex(token.text(), 2, token.text().length()));
  }

  private Literal symbol() throws OttlSyntaxException {
    Token token = tokens.next();
    if (tokens.peek().is(Kind.LOWERCASE)) {
      throw new OttlSyntaxException(
          token.offset(), "A function is called with its arguments in parentheses.");
    }
    return new Literal(Symbols.number(token));
  }

  private Expression list() throws OttlSyntaxException {
    tokens.enter();
    tokens.next();
    List<Expression> items = new ArrayList<>();
    if (!tokens.peek().is(Kind.RIGHT_BRACKET)) {
      do {
        items.add(value());
      } while (tokens.accept(Kind.COMMA));
    }
    tokens.expect(Kind.RIGHT_BRACKET);
    tokens.leave();
    return new Items(List.copyOf(items));
  }

  private Expression map() throws OttlSyntaxException {
    tokens.enter();
    int offset = tokens.next().offset();
    List<String> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.peek().is(Kind.RIGHT_BRACE)) {
      keys.add(tokens.expect(Kind.STRING).text());
      tokens.expect(Kind.COLON);
      values.add(value());
      // OTTL takes maps without commas, too.
      tokens.accept(Kind.COMMA);
    }
    tokens.next();
    tokens.leave();
    Entries map = new Entries(List.copyOf(keys), List.copyOf(values));
    if (map.isLiteral()) {
      Function.atLoad(offset, () -> map.get(OttlContext.NOWHERE));
    }
    return map;
  }

  /** Sums of products. */
  private Expression calculation() throws OttlSyntaxException {
    tokens.enter();
    Expression first = product();
    List<Calculation.Step> steps = new ArrayList<>();
    while (tokens.peek().is(Kind.ADD_SUB)) {
      steps.add(new Calculation.Step(tokens.next().text().charAt(0), product()));
    }
    tokens.leave();
    return steps.isEmpty() ? first : new Calculation(first, List.copyOf(steps));
  }

  private Expression product() throws OttlSyntaxException {
    Expression first = signed();
    List<Calculation.Step> steps = new ArrayList<>();
    while (tokens.peek().is(Kind.MULT_DIV)) {
      steps.add(new Calculation.Step(tokens.next().text().charAt(0), signed()));
    }
    return steps.isEmpty() ? first : new Calculation(first, List.copyOf(steps));
  }

  private Expression signed() throws OttlSyntaxException {
    boolean minus = tokens.peek().is(Kind.ADD_SUB) && tokens.peek().text().equals("-");
    boolean sign = tokens.accept(Kind.ADD_SUB);
    if (!tokens.peek().is(Kind.LEFT_PAREN)) {
      Expression value = operand();
      if (minus && value instanceof Literal literal) {
        Object number = literal.value();
        return new Literal(
            number instanceof Long whole ? (Object) (-whole) : -Values.asDouble(number));
      }
      // A sign makes a calculation of a call, and a calculation alone is no condition.
      return minus ? new Negative(value) : sign && value instanceof Call ? plus(value) : value;
    }
    tokens.next();
    Expression value = calculation();
    tokens.expect(Kind.RIGHT_PAREN);
    return minus ? new Negative(value) : value instanceof Call ? plus(value) : value;
  }

  private static Expression plus(Expression value) {
    return new Calculation(value, List.of());
  }

  private Expression operand() throws OttlSyntaxException {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case INT -> new Literal(Numbers.whole(tokens.next()));
      case FLOAT -> new Literal(Numbers.real(tokens.next()));
      case LOWERCASE -> path();
      case UPPERCASE -> call();
      default -> throw tokens.unexpected("a number, a path or a function");
    };
  }

  private Expression path() throws OttlSyntaxException {
    if (callsAt(0)) {
      int offset = tokens.peek().offset();
      throw Functions.lowercase(name(), offset);
    }
    List<Paths.Segment> segments = new ArrayList<>();
    do {
      Token name = tokens.expect(Kind.LOWERCASE);
      segments.add(new Paths.Segment(name.text(), keys(), name.offset()));
    } while (tokens.accept(Kind.DOT));
    return Paths.resolve(signal, segments);
  }

  private List<Expression> keys() throws OttlSyntaxException {
    List<Expression> keys = new ArrayList<>();
    while (tokens.accept(Kind.LEFT_BRACKET)) {
      keys.add(
          switch (tokens.peek().kind()) {
            case STRING -> literal(tokens.peek().text());
            case INT -> new Literal(Numbers.whole(tokens.next()));
            default -> calculation();
          });
      tokens.expect(Kind.RIGHT_BRACKET);
    }
    return List.copyOf(keys);
  }

  private Expression call() throws OttlSyntaxException {
    tokens.enter();
    int offset = tokens.peek().offset();
    if (!callsAt(0)) {
      throw tokens.unexpected("a number, a path or a call of a function");
    }
    String name = name();
    tokens.next();
    List<Given> given = new ArrayList<>();
    if (!tokens.peek().is(Kind.RIGHT_PAREN)) {
      do {
        given.add(argument());
      } while (tokens.accept(Kind.COMMA));
    }
    tokens.expect(Kind.RIGHT_PAREN);
    Function.Body body = Functions.call(name, given, signal, offset);
    List<Expression> keys = keys();
    tokens.leave();
    return new Call(name, body, keys);
  }

  private Given argument() throws OttlSyntaxException {
    int offset = tokens.peek().offset();
    int words = words(0);
    String name = "";
    if (tokens.peek().is(Kind.LOWERCASE) && tokens.peek(words).is(Kind.EQUAL)) {
      name = name();
      tokens.next();
    }
    return new Given(name, value(), offset);
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (tokens.peek().isWord()) {
      name.append(tokens.next().text());
    }
    return name.toString();
  }

  /** How many words follow one another; blanks between them mean nothing. */
  private int words(int ahead) {
    int words = ahead;
    while (tokens.peek(words).isWord()) {
      words++;
    }
    return words;
  }

  private boolean callsAt(int ahead) {
    return tokens.peek(ahead).isWord() && tokens.peek(words(ahead)).is(Kind.LEFT_PAREN);
  }
}
