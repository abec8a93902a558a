package dev.tailspan.simulation.cloud;

import dev.tailspan.simulation.cloud.Conformance.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The requests that the stores send to DynamoDB, with random contents. */
final class DynamoDbSteps {
  static final String TABLE = "conformance";

  /** What the largest item of a table has. */
  private static final int MOST_BYTES = 400 * 1024;

  private static final List<String> SORT_KEYS =
      List.of("a", "a#", "a#1", "b", "b1", "z", "~", "é", "\uffee", "\ud83d\ude00");
  private static final List<String> TEXTS = List.of("", "a", "ab", "b", "é", "zz");
  private static final List<String> NUMBERS =
      List.of("0", "-1", "1", "2", "10", "1.5", "98765432109");

  private final SplittableRandom random;

  /**
   * Who is asked.
   *
   * @param prefix of partition keys, so that a sequence finds nothing of another one
   */
  record Side(DynamoDbClient client, String prefix) {}

  private DynamoDbSteps(SplittableRandom random) {
    this.random = random;
  }

  static Step<Side> step(SplittableRandom random) {
    return new DynamoDbSteps(random).step();
  }

  private Step<Side> step() {
    int kind = random.nextInt(100);
    if (kind < 20) {
      return put();
    } else if (kind < 35) {
      return putIf();
    } else if (kind < 50) {
      return update();
    } else if (kind < 60) {
      return get();
    } else if (kind < 67) {
      return batchGet();
    } else if (kind < 75) {
      return batchWrite();
    } else if (kind < 92) {
      return query();
    }
    return transact();
  }

  /** A key without the prefix of its partition. */
  private record Key(String partition, String sort) {
    Map<String, AttributeValue> under(String prefix) {
      return Map.of(
          "pk", AttributeValue.fromS(partition.isEmpty() ? "" : prefix + partition),
          "sk", AttributeValue.fromS(sort));
    }

    @Override
    public String toString() {
      return partition + "/" + Answers.text(sort);
    }
  }

  private Key key() {
    String sort = oneOf(SORT_KEYS);
    if (chance(2)) {
      sort = chance(50) ? "" : "k".repeat(random.nextInt(1_020, 1_030));
    }
    return new Key(chance(1) ? "" : "p" + random.nextInt(2), sort);
  }

  private Key otherThan(Key key) {
    Key other = key();
    return other.equals(key) ? otherThan(key) : other;
  }

  private Map<String, AttributeValue> attributes() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    if (chance(70)) {
      attributes.put("n", AttributeValue.fromN(oneOf(NUMBERS)));
    }
    if (chance(70)) {
      attributes.put("s", AttributeValue.fromS(oneOf(TEXTS)));
    }
    if (chance(30)) {
      attributes.put("b", AttributeValue.fromBool(chance(50)));
    }
    if (chance(1)) {
      int length = MOST_BYTES + random.nextInt(-100, 20);
      attributes.put("large", AttributeValue.fromS("x".repeat(length)));
    }
    return attributes;
  }

  private static Map<String, AttributeValue> item(
      Side side, Key key, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(key.under(side.prefix()));
    item.putAll(attributes);
    return item;
  }

  private Step<Side> put() {
    Key key = key();
    Map<String, AttributeValue> attributes = attributes();
    return new Step<>(
        "put " + key + " " + Answers.item(attributes),
        side -> {
          var done =
              side.client().putItem(r -> r.tableName(TABLE).item(item(side, key, attributes)));
          return "done " + done.attributes();
        });
  }

  private Step<Side> putIf() {
    Key key = key();
    Map<String, AttributeValue> attributes = attributes();
    Condition condition = condition(3);
    return new Step<>(
        "put " + key + " " + Answers.item(attributes) + " if " + condition,
        side -> {
          var done =
              side.client()
                  .putItem(
                      r -> {
                        r.tableName(TABLE)
                            .item(item(side, key, attributes))
                            .conditionExpression(condition.text)
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
                        if (!condition.values.isEmpty()) {
                          r.expressionAttributeValues(condition.values);
                        }
                      });
          return withoutPrefix("done " + done.attributes(), side);
        });
  }

  private Step<Side> update() {
    Key key = key();
    Condition condition = condition(2);
    Map<String, AttributeValue> values = new HashMap<>(condition.values);
    List<String> set = new ArrayList<>();
    List<String> add = new ArrayList<>();
    set.add("s = :s");
    values.put(":s", AttributeValue.fromS(oneOf(TEXTS)));
    if (chance(50)) {
      set.add("fi = if_not_exists(fi, :fi)");
      values.put(":fi", AttributeValue.fromN(oneOf(NUMBERS)));
    }
    for (String name : List.of("n", "m")) {
      if (chance(50)) {
        add.add(name + " :" + name);
        values.put(":" + name, AttributeValue.fromN(oneOf(NUMBERS)));
      }
    }
    String change =
        "SET " + String.join(", ", set) + (add.isEmpty() ? "" : " ADD " + String.join(", ", add));
    return new Step<>(
        "update " + key + " " + change + " if " + condition.text + " " + Answers.item(values),
        side -> {
          var done =
              side.client()
                  .updateItem(
                      r ->
                          r.tableName(TABLE)
                              .key(key.under(side.prefix()))
                              .updateExpression(change)
                              .conditionExpression(condition.text)
                              .expressionAttributeValues(values)
                              .returnValuesOnConditionCheckFailure("ALL_OLD"));
          return "done " + done.attributes();
        });
  }

  private Step<Side> get() {
    Key key = key();
    return new Step<>(
        "get " + key,
        side -> {
          var answer =
              side.client()
                  .getItem(
                      r -> r.tableName(TABLE).key(key.under(side.prefix())).consistentRead(true));
          return answer.hasItem() ? withoutPrefix(Answers.item(answer.item()), side) : "no item";
        });
  }

  private Step<Side> batchGet() {
    List<Key> keys = keys(8);
    return new Step<>(
        "get of " + keys,
        side -> {
          KeysAndAttributes wanted =
              KeysAndAttributes.builder()
                  .keys(keys.stream().map(key -> key.under(side.prefix())).toList())
                  .consistentRead(true)
                  .build();
          BatchGetItemResponse answer =
              side.client().batchGetItem(r -> r.requestItems(Map.of(TABLE, wanted)));
          return withoutPrefix(
              Answers.anyOrder(answer.responses().getOrDefault(TABLE, List.of()))
                  + " left "
                  + answer.unprocessedKeys().size(),
              side);
        });
  }

  private Step<Side> batchWrite() {
    List<Key> keys = keys(chance(5) ? 40 : 8);
    Map<String, AttributeValue> attributes = attributes();
    return new Step<>(
        "put of " + keys + " " + Answers.item(attributes),
        side -> {
          List<WriteRequest> writes =
              keys.stream()
                  .map(key -> item(side, key, attributes))
                  .map(item -> WriteRequest.builder().putRequest(p -> p.item(item)).build())
                  .toList();
          BatchWriteItemResponse answer =
              side.client().batchWriteItem(r -> r.requestItems(Map.of(TABLE, writes)));
          return "left " + answer.unprocessedItems().size();
        });
  }

  /** Each once, but now and then. */
  private List<Key> keys(int most) {
    Set<Key> keys = new LinkedHashSet<>();
    int size = random.nextInt(1, most + 1);
    for (int i = 0; i < size; i++) {
      keys.add(most > 25 ? new Key("p0", "many" + i) : key());
    }
    List<Key> all = new ArrayList<>(keys);
    if (chance(3)) {
      all.add(all.get(0));
    }
    return all;
  }

  private Step<Side> query() {
    String partition = "p" + random.nextInt(2);
    boolean between = chance(60);
    String from = oneOf(SORT_KEYS);
    String to = oneOf(SORT_KEYS);
    boolean ordered = chance(90) && Utf8Order.INSTANCE.compare(from, to) > 0;
    String low = ordered ? to : from;
    String high = ordered ? from : to;
    int limit = chance(60) ? random.nextInt(1, 5) : 0;
    Condition filter = chance(40) ? filter() : null;
    String told =
        "query "
            + partition
            + (between ? " from " + low + " to " + high : "")
            + (limit == 0 ? "" : " limit " + limit)
            + (filter == null ? "" : " where " + filter);
    return new Step<>(
        told,
        side -> {
          Map<String, AttributeValue> values = new HashMap<>();
          values.put(":pk", AttributeValue.fromS(side.prefix() + partition));
          QueryRequest.Builder request =
              QueryRequest.builder().tableName(TABLE).consistentRead(true);
          request.keyConditionExpression(
              "pk = :pk" + (between ? " AND sk BETWEEN :from AND :to" : ""));
          if (between) {
            values.put(":from", AttributeValue.fromS(low));
            values.put(":to", AttributeValue.fromS(high));
          }
          if (filter != null) {
            request.filterExpression(filter.text);
            values.putAll(filter.values);
          }
          if (limit > 0) {
            request.limit(limit);
          }
          return withoutPrefix(
              pages(side.client(), request.expressionAttributeValues(values)), side);
        });
  }

  /** All pages, each told with its end. */
  private static String pages(DynamoDbClient client, QueryRequest.Builder request) {
    StringBuilder told = new StringBuilder();
    while (true) {
      QueryResponse page = client.query(request.build());
      boolean more = page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty();
      if (!page.items().isEmpty()) {
        told.append(Answers.items(page.items()));
      }
      if (!more) {
        // An emulator knows sooner than another that nothing is left.
        return told.toString().replaceAll(" up to [^\\]]*$", "");
      }
      request.exclusiveStartKey(page.lastEvaluatedKey());
      told.append(" up to ").append(Answers.item(page.lastEvaluatedKey())).append(' ');
    }
  }

  private Step<Side> transact() {
    Key key = key();
    Key other = otherThan(key);
    Map<String, AttributeValue> attributes = attributes();
    Condition condition = condition(2);
    return new Step<>(
        "put " + key + " " + Answers.item(attributes) + " if of " + other + " " + condition,
        side -> {
          TransactWriteItem check =
              TransactWriteItem.builder()
                  .conditionCheck(
                      c -> {
                        c.tableName(TABLE)
                            .key(other.under(side.prefix()))
                            .conditionExpression(condition.text);
                        if (!condition.values.isEmpty()) {
                          c.expressionAttributeValues(condition.values);
                        }
                      })
                  .build();
          TransactWriteItem put =
              TransactWriteItem.builder()
                  .put(p -> p.tableName(TABLE).item(item(side, key, attributes)))
                  .build();
          side.client().transactWriteItems(r -> r.transactItems(check, put));
          return "done";
        });
  }

  /** An expression and the values of its placeholders. */
  private record Condition(String text, Map<String, AttributeValue> values) {
    @Override
    public String toString() {
      return text + " " + Answers.item(values);
    }
  }

  private Condition condition(int depth) {
    Map<String, AttributeValue> values = new HashMap<>();
    return new Condition(expression(depth, values, List.of("n", "s", "sk", "absent")), values);
  }

  /** Of a filter: what is a key may not be in it. */
  private Condition filter() {
    Map<String, AttributeValue> values = new HashMap<>();
    return new Condition(expression(2, values, List.of("n", "s", "absent")), values);
  }

  private String expression(int depth, Map<String, AttributeValue> values, List<String> names) {
    int kind = random.nextInt(depth > 0 ? 9 : 6);
    String name = oneOf(names);
    return switch (kind) {
      case 0 -> "attribute_exists(" + name + ")";
      case 1 -> "attribute_not_exists(" + name + ")";
      case 2 -> "begins_with(s, " + text(values) + ")";
      case 3 -> "contains(s, " + text(values) + ")";
      case 4, 5 ->
          name + " " + oneOf(List.of("=", "<>", "<", "<=", ">", ">=")) + " " + value(name, values);
      case 6 -> "NOT " + group(depth, values, names);
      case 7 -> group(depth, values, names) + " AND " + group(depth, values, names);
      default -> group(depth, values, names) + " OR " + group(depth, values, names);
    };
  }

  private String group(int depth, Map<String, AttributeValue> values, List<String> names) {
    return "(" + expression(depth - 1, values, names) + ")";
  }

  private String text(Map<String, AttributeValue> values) {
    return placeholder(AttributeValue.fromS(oneOf(TEXTS)), values);
  }

  /** Now and then of another type than the attribute has. */
  private String value(String name, Map<String, AttributeValue> values) {
    boolean number = name.equals("n") != chance(10);
    return number ? placeholder(AttributeValue.fromN(oneOf(NUMBERS)), values) : text(values);
  }

  private static String placeholder(AttributeValue value, Map<String, AttributeValue> values) {
    String name = ":v" + values.size();
    values.put(name, value);
    return name;
  }

  private static String withoutPrefix(String answer, Side side) {
    return answer.replace(side.prefix(), "");
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T oneOf(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }
}
