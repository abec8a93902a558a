package dev.tailspan.simulation.cloud;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition of DynamoDB ("Condition and filter expressions" in its developer guide), as far as
 * Tailspan's stores go: comparisons, BETWEEN, AND, OR, NOT, {@code attribute_exists}, {@code
 * attribute_not_exists}, {@code begins_with} and {@code contains}. An attribute that is not there
 * makes any comparison false but {@code <>}.
 */
final class Expression {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(<=|>=|<>|[=<>(),]|:?[A-Za-z_][A-Za-z0-9_]*)");

  // The stores have a dozen of them.
  private static final Map<String, List<String>> TOKENS = new ConcurrentHashMap<>();

  private final List<String> tokens;
  private final Map<String, AttributeValue> item;
  private final Map<String, AttributeValue> values;
  private int at;

  private Expression(
      String text, Map<String, AttributeValue> item, Map<String, AttributeValue> values) {
    this.tokens = TOKENS.computeIfAbsent(text, Expression::tokens);
    this.item = item;
    this.values = values;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      end = matcher.end();
      matcher.region(end, text.length());
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("not modelled: '" + text.substring(end) + "' in " + text);
    }
    return List.copyOf(tokens);
  }

  /**
   * Whether it holds.
   *
   * @param item empty when there is none
   */
  static boolean holds(
      String text, Map<String, AttributeValue> item, Map<String, AttributeValue> values) {
    Expression expression = new Expression(text, item, values);
    boolean holds = expression.or();
    if (expression.at < expression.tokens.size()) {
      throw new IllegalArgumentException("not modelled: " + text);
    }
    return holds;
  }

  private boolean or() {
    boolean holds = and();
    while (takeIf("OR")) {
      holds |= and();
    }
    return holds;
  }

  private boolean and() {
    boolean holds = not();
    while (takeIf("AND")) {
      holds &= not();
    }
    return holds;
  }

  private boolean not() {
    return takeIf("NOT") ? !not() : term();
  }

  private boolean term() {
    if (takeIf("(")) {
      boolean holds = or();
      take(")");
      return holds;
    }
    String first = next();
    return at < tokens.size() && tokens.get(at).equals("(") ? function(first) : comparison(first);
  }

  private boolean function(String name) {
    take("(");
    AttributeValue left = value(next());
    boolean holds =
        switch (name) {
          case "attribute_exists" -> left != null;
          case "attribute_not_exists" -> left == null;
          case "begins_with" -> beginsWith(left, second());
          case "contains" -> contains(left, second());
          default -> throw new IllegalArgumentException("not modelled: " + name);
        };
    take(")");
    return holds;
  }

  private static boolean beginsWith(@Nullable AttributeValue whole, AttributeValue part) {
    return whole != null && whole.s().startsWith(part.s());
  }

  private static boolean contains(@Nullable AttributeValue whole, AttributeValue part) {
    return whole != null && whole.s().contains(part.s());
  }

  private AttributeValue second() {
    take(",");
    return required(next());
  }

  private boolean comparison(String first) {
    AttributeValue left = value(first);
    String operator = next();
    AttributeValue right = required(next());
    if (operator.equals("BETWEEN")) {
      take("AND");
      AttributeValue top = required(next());
      if (compare(right, top) > 0) {
        throw ItemLimits.invalid("the upper bound of BETWEEN is below the lower one");
      }
      return left != null && compare(left, right) >= 0 && compare(left, top) <= 0;
    }
    if (left == null || left.type() != right.type()) {
      return operator.equals("<>");
    }
    int order = compare(left, right);
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException("not modelled: " + operator);
    };
  }

  private static int compare(AttributeValue left, AttributeValue right) {
    return switch (left.type()) {
      case S -> Utf8Order.INSTANCE.compare(left.s(), right.s());
      case N -> new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
      default -> throw new IllegalArgumentException("not modelled: comparing " + left.type());
    };
  }

  private @Nullable AttributeValue value(String name) {
    return name.startsWith(":") ? required(name) : item.get(name);
  }

  private AttributeValue required(String placeholder) {
    AttributeValue value = values.get(placeholder);
    if (value == null) {
      throw new IllegalArgumentException("no value of " + placeholder);
    }
    return value;
  }

  private boolean takeIf(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private void take(String token) {
    if (!takeIf(token)) {
      throw new IllegalArgumentException("no " + token + " at " + at + " in " + tokens);
    }
  }

  private String next() {
    return tokens.get(at++);
  }
}
