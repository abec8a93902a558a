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
 * An update expression of DynamoDB, as far as Tailspan's stores go: SET to a value or to {@code
 * if_not_exists}, and ADD of numbers.
 */
final class UpdateExpression {
  private static final Pattern CLAUSE = Pattern.compile("\\s*(SET|ADD)\\s+(.*?)(?=\\sADD\\s|$)");
  private static final Pattern SET =
      Pattern.compile("(\\w+)\\s*=\\s*(?:if_not_exists\\((\\w+),\\s*(:\\w+)\\)|(:\\w+))");
  private static final Pattern ADD = Pattern.compile("(\\w+)\\s+(:\\w+)");
  private static final Pattern COMMA = Pattern.compile(",\\s*(?![^(]*\\))");

  // The stores have a dozen of them.
  private static final Map<String, List<Action>> ACTIONS = new ConcurrentHashMap<>();

  /**
   * One change.
   *
   * @param unless the attribute whose value is taken where it is there; empty for none
   */
  private record Action(boolean set, String name, String unless, String placeholder) {
    void apply(Map<String, AttributeValue> item, Map<String, AttributeValue> values) {
      AttributeValue value = values.get(placeholder);
      if (value == null) {
        throw new IllegalArgumentException("no value of " + placeholder);
      }
      AttributeValue there = item.get(set ? unless : name);
      item.put(name, set ? (there == null ? value : there) : sum(there, value));
    }

    private static AttributeValue sum(@Nullable AttributeValue there, AttributeValue more) {
      BigDecimal number = new BigDecimal(more.n());
      return there == null
          ? more
          : AttributeValue.fromN(new BigDecimal(there.n()).add(number).toPlainString());
    }
  }

  private UpdateExpression() {}

  /** Changes the item. */
  static void apply(
      String text, Map<String, AttributeValue> item, Map<String, AttributeValue> values) {
    ACTIONS
        .computeIfAbsent(text, UpdateExpression::parse)
        .forEach(action -> action.apply(item, values));
  }

  private static List<Action> parse(String text) {
    List<Action> actions = new ArrayList<>();
    Matcher clauses = CLAUSE.matcher(text);
    int end = 0;
    while (clauses.find()) {
      boolean set = clauses.group(1).equals("SET");
      for (String action : COMMA.split(clauses.group(2))) {
        actions.add(set ? set(action) : add(action));
      }
      end = clauses.end();
    }
    if (end != text.length()) {
      throw new IllegalArgumentException("not modelled: " + text);
    }
    return List.copyOf(actions);
  }

  private static Action set(String action) {
    Matcher set = matched(SET, action);
    return set.group(2) == null
        ? new Action(true, set.group(1), "", set.group(4))
        : new Action(true, set.group(1), set.group(2), set.group(3));
  }

  private static Action add(String action) {
    Matcher add = matched(ADD, action);
    return new Action(false, add.group(1), "", add.group(2));
  }

  private static Matcher matched(Pattern pattern, String action) {
    Matcher matcher = pattern.matcher(action.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not modelled: " + action);
    }
    return matcher;
  }
}
