package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** One table. Every read is strongly consistent, every call metered, every failure named. */
final class Table {
  private final DynamoDbClient client;
  private final String name;
  private final UsageMeter meter;

  Table(DynamoDbClient client, String name, UsageMeter meter) {
    this.client = client;
    this.name = name;
    this.meter = meter;
  }

  Optional<Item> get(Item.Key key) {
    var answer =
        call(
            "reading " + key,
            () ->
                client.getItem(
                    r ->
                        r.tableName(name)
                            .key(key.attributes())
                            .consistentRead(true)
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    meterRead(answer.consumedCapacity());
    return answer.hasItem() ? Optional.of(Item.read(answer.item())) : Optional.empty();
  }

  /**
   * What a batch came to.
   *
   * @param left keys the table did not look at
   */
  record Batch(List<Item> items, List<Item.Key> left) {}

  /** Reads up to 100 items, those that are there, in any order. */
  Batch getSome(List<Item.Key> keys) {
    KeysAndAttributes wanted =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(Item.Key::attributes).toList())
            .consistentRead(true)
            .build();
    BatchGetItemResponse answer =
        call(
            "reading " + keys.size() + " items",
            () ->
                client.batchGetItem(
                    r ->
                        r.requestItems(Map.of(name, wanted))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    answer.consumedCapacity().forEach(this::meterRead);
    KeysAndAttributes left = answer.unprocessedKeys().get(name);
    return new Batch(
        answer.responses().getOrDefault(name, List.of()).stream().map(Item::read).toList(),
        left == null ? List.of() : left.keys().stream().map(key -> Item.read(key).key()).toList());
  }

  /** All items of a partition, in the order of their sort keys. */
  List<Item> query(String pk) {
    return query(
        pk,
        keys ->
            keys.keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk))));
  }

  /** The items of a partition whose sort keys lie between two texts, both included, in order. */
  List<Item> query(String pk, String fromSk, String toSk) {
    return query(pk, fromSk, toSk, Filter.NONE);
  }

  /** Of those the ones that pass the filter; all of them are read, and paid for. */
  List<Item> query(String pk, String fromSk, String toSk, Filter filter) {
    return query(pk, between(pk, fromSk, toSk, filter));
  }

  /**
   * What the service looks at before it hands items out.
   *
   * @param expression a filter expression; empty lets everything pass
   * @param values of its placeholders
   */
  record Filter(String expression, Map<String, AttributeValue> values) {
    static final Filter NONE = new Filter("", Map.of());
  }

  /**
   * Some items of a partition.
   *
   * @param lastSk sort key of the last item looked at; empty when there are no more
   */
  record Page(List<Item> items, Optional<String> lastSk) {}

  /** Looks at so many items of a partition at most, in the order of their sort keys. */
  Page page(String pk, String fromSk, String toSk, int limit, Filter filter) {
    QueryResponse page =
        page(pk, between(pk, fromSk, toSk, filter).andThen(keys -> keys.limit(limit)));
    return new Page(
        page.items().stream().map(Item::read).toList(),
        Optional.ofNullable(page.lastEvaluatedKey().get(Tables.SK)).map(AttributeValue::s));
  }

  private List<Item> query(String pk, Consumer<QueryRequest.Builder> keys) {
    List<Item> items = new ArrayList<>();
    Map<String, AttributeValue> next = Map.of();
    do {
      Map<String, AttributeValue> start = next;
      QueryResponse page =
          page(
              pk,
              request -> {
                keys.accept(request);
                if (!start.isEmpty()) {
                  request.exclusiveStartKey(start);
                }
              });
      page.items().forEach(item -> items.add(Item.read(item)));
      next = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!next.isEmpty());
    return items;
  }

  /** The first item of a partition with a sort key from one text to another. */
  Optional<Item> first(String pk, String fromSk, String toSk) {
    return page(pk, fromSk, toSk, 1, Filter.NONE).items().stream().findFirst();
  }

  private static Consumer<QueryRequest.Builder> between(
      String pk, String fromSk, String toSk, Filter filter) {
    Map<String, AttributeValue> values = new HashMap<>(filter.values());
    values.put(":pk", AttributeValue.fromS(pk));
    values.put(":from", AttributeValue.fromS(fromSk));
    values.put(":to", AttributeValue.fromS(toSk));
    return keys -> {
      keys.keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
          .expressionAttributeValues(values);
      if (!filter.expression().isEmpty()) {
        keys.filterExpression(filter.expression());
      }
    };
  }

  private QueryResponse page(String pk, Consumer<QueryRequest.Builder> keys) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(name)
            .consistentRead(true)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    keys.accept(request);
    QueryResponse page = call("listing " + pk, () -> client.query(request.build()));
    meterRead(page.consumedCapacity());
    return page;
  }

  void put(Item item) {
    put(item, request -> {});
  }

  /**
   * Writes an item under a condition. A write whose answer was lost is sent again by the client,
   * and then may fail its condition by what it has written itself: told by the mark.
   *
   * @param mark the name of an attribute of the item whose value no other write has
   * @return false when the condition did not hold
   */
  boolean putIf(Item item, String condition, Map<String, AttributeValue> values, String mark) {
    try {
      put(
          item,
          r -> {
            r.conditionExpression(condition)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            if (!values.isEmpty()) {
              r.expressionAttributeValues(values);
            }
          });
      return true;
    } catch (StorageException e) {
      if (e.getCause() instanceof ConditionalCheckFailedException failed) {
        meterFailedCondition();
        return failed.hasItem()
            && Objects.equals(failed.item().get(mark), item.attributes().get(mark));
      }
      throw e;
    }
  }

  /**
   * Writes an item if another one meets a condition, in one transaction. The client gives it a
   * token, so sent again it is the same transaction.
   *
   * @return false when the condition did not hold
   */
  boolean putIf(Item item, Item.Key other, String condition, Map<String, AttributeValue> values) {
    TransactWriteItem check =
        TransactWriteItem.builder()
            .conditionCheck(
                c -> {
                  c.tableName(name).key(other.attributes()).conditionExpression(condition);
                  if (!values.isEmpty()) {
                    c.expressionAttributeValues(values);
                  }
                })
            .build();
    TransactWriteItem put =
        TransactWriteItem.builder().put(p -> p.tableName(name).item(item.attributes())).build();
    try {
      var answer =
          call(
              "writing " + item.key(),
              () ->
                  client.transactWriteItems(
                      r ->
                          r.transactItems(check, put)
                              .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
      answer.consumedCapacity().forEach(this::meterWrite);
      return true;
    } catch (StorageException e) {
      if (e.getCause() instanceof TransactionCanceledException cancelled
          && cancelled.cancellationReasons().stream()
              .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()))) {
        meterFailedCondition();
        return false;
      }
      throw e;
    }
  }

  private void put(Item item, Consumer<PutItemRequest.Builder> more) {
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(name)
            .item(item.attributes())
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    more.accept(request);
    var answer = call("writing " + item.key(), () -> client.putItem(request.build()));
    meterWrite(answer.consumedCapacity());
  }

  /**
   * Updates an item under the request's condition.
   *
   * @return empty when it is done, else the item that did not meet the condition (without
   *     attributes when there was none)
   */
  Optional<Item> updateIf(Item.Key key, UpdateItemRequest.Builder request) {
    request
        .tableName(name)
        .key(key.attributes())
        .returnValuesOnConditionCheckFailure("ALL_OLD")
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    try {
      var answer = call("updating " + key, () -> client.updateItem(request.build()));
      meterWrite(answer.consumedCapacity());
      return Optional.empty();
    } catch (StorageException e) {
      if (e.getCause() instanceof ConditionalCheckFailedException failed) {
        meterFailedCondition();
        return Optional.of(Item.read(failed.hasItem() ? failed.item() : Map.of()));
      }
      throw e;
    }
  }

  /**
   * Writes up to 25 items.
   *
   * @return those the table did not take
   */
  List<Item> putSome(List<Item> items) {
    List<WriteRequest> writes =
        items.stream()
            .map(i -> WriteRequest.builder().putRequest(p -> p.item(i.attributes())).build())
            .toList();
    BatchWriteItemResponse answer =
        call(
            "writing " + items.size() + " items",
            () ->
                client.batchWriteItem(
                    r ->
                        r.requestItems(Map.of(name, writes))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    answer.consumedCapacity().forEach(this::meterWrite);
    return answer.unprocessedItems().getOrDefault(name, List.of()).stream()
        .map(write -> Item.read(write.putRequest().item()))
        .toList();
  }

  private void meterRead(ConsumedCapacity consumed) {
    meter.add(new Usage(0, units(consumed), 0, 0, 0, 0));
  }

  private void meterWrite(ConsumedCapacity consumed) {
    meter.add(new Usage(units(consumed), 0, 0, 0, 0, 0));
  }

  /** The service charges for it without saying how much: a unit for each KB of the small item. */
  private void meterFailedCondition() {
    meter.add(new Usage(1, 0, 0, 0, 0, 0));
  }

  @SuppressWarnings("NullAway") // the SDK is not annotated; the figure is absent on some emulators
  private static double units(ConsumedCapacity consumed) {
    return consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
  }

  private <T> T call(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException | UncheckedIOException e) {
      throw new StorageException(
          what + " in DynamoDB table " + name + " failed: " + e.getMessage(), e);
    }
  }
}
