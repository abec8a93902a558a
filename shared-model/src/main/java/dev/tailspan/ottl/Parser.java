package dev.tailspan.ottl;

import dev.tailspan.ottl.Expression.Call;
import dev.tailspan.ottl.Expression.Literal;
import dev.tailspan.ottl.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The boolean half of {@code grammar.go}: {@code or} of {@code and} of values, each perhaps behind
 * a {@code not}. Whether a parenthesis opens a calculation or a condition is seen from what follows
 * its end, where the original tries one and then the other.
 */
final class Parser {
  private final Tokens tokens;
  private final ValueParser values;
  private final int[] closing;

  Parser(String text, OttlSignal signal) throws OttlSyntaxException {
    List<Token> all = Lexer.read(text);
    this.tokens = new Tokens(all);
    this.values = new ValueParser(tokens, signal);
    this.closing = closing(all);
  }

  /** For each opening parenthesis the place of its closing one; otherwise that of the end. */
  private static int[] closing(List<Token> tokens) {
    int[] closing = new int[tokens.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < closing.length; i++) {
      closing[i] = closing.length - 1;
      if (tokens.get(i).is(Kind.LEFT_PAREN)) {
        open.push(i);
      } else if (tokens.get(i).is(Kind.RIGHT_PAREN) && !open.isEmpty()) {
        closing[open.pop()] = i;
      }
    }
    return closing;
  }

  Condition wholeCondition() throws OttlSyntaxException {
    Condition condition = condition();
    end();
    return condition;
  }

  /** A value alone, which no condition is. */
  Expression wholeValue() throws OttlSyntaxException {
    Expression value = values.value();
    end();
    return value;
  }

  private void end() throws OttlSyntaxException {
    if (!tokens.peek().is(Kind.END)) {
      throw tokens.unexpected("and, or, or the end of the condition");
    }
  }

  private Condition condition() throws OttlSyntaxException {
    tokens.enter();
    List<Condition> terms = new ArrayList<>();
    do {
      terms.add(term());
    } while (tokens.accept(Kind.OR));
    tokens.leave();
    return Condition.any(terms);
  }

  private Condition term() throws OttlSyntaxException {
    List<Condition> factors = new ArrayList<>();
    do {
      factors.add(factor());
    } while (tokens.accept(Kind.AND));
    return Condition.all(factors);
  }

  private Condition factor() throws OttlSyntaxException {
    boolean inverted = tokens.accept(Kind.NOT);
    Condition condition;
    if (tokens.peek().is(Kind.LEFT_PAREN) && !opensCalculation()) {
      tokens.next();
      condition = condition();
      tokens.expect(Kind.RIGHT_PAREN);
    } else {
      condition = comparison();
    }
    return inverted ? Condition.not(condition) : condition;
  }

  private boolean opensCalculation() {
    return switch (tokens.kindAt(closing[tokens.place()] + 1)) {
      case COMPARISON, ADD_SUB, MULT_DIV -> true;
      default -> false;
    };
  }

  private Condition comparison() throws OttlSyntaxException {
    Expression left = values.value();
    if (tokens.peek().is(Kind.COMPARISON)) {
      Comparison comparison = Comparison.of(tokens.next().text());
      return compared(left, comparison, values.value());
    }
    if (left instanceof Literal literal && literal.value() instanceof Boolean value) {
      return Condition.constant(value);
    }
    if (left instanceof Call call) {
      return new Condition.Called(call);
    }
    throw tokens.unexpected("a comparison such as == or !=");
  }

  private static Condition compared(Expression left, Comparison comparison, Expression right) {
    Condition compared = new Condition.Compared(left, comparison, right);
    if (!left.isLiteral() || !right.isLiteral()) {
      return compared;
    }
    try {
      return Condition.constant(compared.holds(OttlContext.NOWHERE));
    } catch (OttlEvaluationException e) {
      return compared;
    }
  }
}
