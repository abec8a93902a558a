package dev.tailspan.simulation.cloud;

import dev.tailspan.simulation.cloud.Network.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * DynamoDB as its client sees it, for tables with the keys {@code pk} and {@code sk}: strongly
 * consistent, conditional writes, transactions of a check and a put, batches of which a part is
 * left unprocessed, pages. Items that have expired are there until {@link
 * TableItems#deleteExpired}. Capacity is answered as zero.
 */
public final class ModelDynamoDb implements DynamoDbClient {
  private static final ConsumedCapacity NOTHING =
      ConsumedCapacity.builder().capacityUnits(0.0).build();

  private final TableItems items;
  private final Network network;
  private final int pageItems;

  /**
   * @param pageItems items of a query's page, where DynamoDB counts a megabyte
   */
  public ModelDynamoDb(TableItems items, Network network, int pageItems) {
    this.items = items;
    this.network = network;
    this.pageItems = pageItems;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    requireConsistent(request.consistentRead());
    return send(
        "GetItem",
        () -> {
          ItemLimits.checkKey(request.key());
          Map<String, AttributeValue> item = items.get(request.tableName(), request.key());
          GetItemResponse.Builder answer = GetItemResponse.builder().consumedCapacity(NOTHING);
          return (item.isEmpty() ? answer : answer.item(item)).build();
        });
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    Map.Entry<String, KeysAndAttributes> asked = single(request.requestItems());
    requireConsistent(asked.getValue().consistentRead());
    List<Map<String, AttributeValue>> keys = asked.getValue().keys();
    return send(
        "BatchGetItem",
        () -> {
          keys.forEach(ItemLimits::checkKey);
          ItemLimits.checkBatch(keys, 100);
          int taken = network.taken(keys.size());
          List<Map<String, AttributeValue>> found =
              keys.subList(0, taken).stream()
                  .map(key -> items.get(asked.getKey(), key))
                  .filter(item -> !item.isEmpty())
                  .toList();
          Map<String, KeysAndAttributes> left =
              taken == keys.size()
                  ? Map.of()
                  : Map.of(
                      asked.getKey(),
                      asked.getValue().toBuilder().keys(keys.subList(taken, keys.size())).build());
          return BatchGetItemResponse.builder()
              .responses(Map.of(asked.getKey(), found))
              .unprocessedKeys(left)
              .consumedCapacity(NOTHING)
              .build();
        });
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    Map.Entry<String, List<WriteRequest>> asked = single(request.requestItems());
    List<WriteRequest> writes = asked.getValue();
    List<Map<String, AttributeValue>> asItems =
        writes.stream().map(write -> write.putRequest().item()).toList();
    return send(
        "BatchWriteItem",
        () -> {
          asItems.forEach(ItemLimits::checkItem);
          ItemLimits.checkBatch(asItems, 25);
          int taken = network.taken(writes.size());
          asItems.subList(0, taken).forEach(item -> items.put(asked.getKey(), item));
          Map<String, List<WriteRequest>> left =
              taken == writes.size()
                  ? Map.of()
                  : Map.of(asked.getKey(), writes.subList(taken, writes.size()));
          return BatchWriteItemResponse.builder()
              .unprocessedItems(left)
              .consumedCapacity(NOTHING)
              .build();
        });
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return send(
        "PutItem",
        () -> {
          ItemLimits.checkItem(request.item());
          Map<String, AttributeValue> there = items.get(request.tableName(), request.item());
          check(
              request.conditionExpression(),
              there,
              request.expressionAttributeValues(),
              request.returnValuesOnConditionCheckFailure());
          items.put(request.tableName(), request.item());
          return PutItemResponse.builder().consumedCapacity(NOTHING).build();
        });
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return send(
        "UpdateItem",
        () -> {
          ItemLimits.checkKey(request.key());
          Map<String, AttributeValue> there = items.get(request.tableName(), request.key());
          check(
              request.conditionExpression(),
              there,
              request.expressionAttributeValues(),
              request.returnValuesOnConditionCheckFailure());
          Map<String, AttributeValue> next = new LinkedHashMap<>(request.key());
          next.putAll(there);
          UpdateExpression.apply(
              request.updateExpression(), next, request.expressionAttributeValues());
          ItemLimits.checkItem(next);
          items.put(request.tableName(), next);
          return UpdateItemResponse.builder().consumedCapacity(NOTHING).build();
        });
  }

  /** Sent again with its token, a transaction that succeeded succeeds again. */
  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    boolean[] done = new boolean[1];
    return send(
        "TransactWriteItems",
        () -> {
          if (!done[0]) {
            transact(request.transactItems());
            done[0] = true;
          }
          return TransactWriteItemsResponse.builder().consumedCapacity(NOTHING).build();
        });
  }

  private void transact(List<TransactWriteItem> actions) {
    Set<List<String>> places = new HashSet<>();
    for (TransactWriteItem action : actions) {
      places.add(place(action));
      ItemLimits.checkNotEmpty(
          action.put() == null ? action.conditionCheck().key() : action.put().item());
    }
    if (places.size() < actions.size()) {
      throw ItemLimits.invalid(
          "Transaction request cannot include multiple operations on one item");
    }
    List<CancellationReason> reasons =
        actions.stream()
            .map(this::refusal)
            .map(code -> CancellationReason.builder().code(code).build())
            .toList();
    if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
      throw TransactionCanceledException.builder()
          .message("a condition did not hold")
          .cancellationReasons(reasons)
          .build();
    }
    actions.stream()
        .map(TransactWriteItem::put)
        .filter(put -> put != null)
        .forEach(put -> items.put(put.tableName(), put.item()));
  }

  private static List<String> place(TransactWriteItem action) {
    return action.put() == null
        ? place(action.conditionCheck().tableName(), action.conditionCheck().key())
        : place(action.put().tableName(), action.put().item());
  }

  private static List<String> place(String table, Map<String, AttributeValue> key) {
    return List.of(table, TableItems.pk(key), TableItems.sk(key));
  }

  /** Why a part of a transaction cannot be done, as its reasons say it. */
  private String refusal(TransactWriteItem action) {
    try {
      if (action.put() != null) {
        ItemLimits.checkItem(action.put().item());
        return "None";
      }
      ConditionCheck check = action.conditionCheck();
      ItemLimits.checkKey(check.key());
      boolean holds =
          Expression.holds(
              check.conditionExpression(),
              items.get(check.tableName(), check.key()),
              check.expressionAttributeValues());
      return holds ? "None" : "ConditionalCheckFailed";
    } catch (DynamoDbException e) {
      return "ValidationError";
    }
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    requireConsistent(request.consistentRead());
    Map<String, AttributeValue> values = request.expressionAttributeValues();
    return send(
        "Query",
        () -> {
          // Bounds the wrong way round are refused, whatever there is to find.
          boolean unused = Expression.holds(request.keyConditionExpression(), Map.of(), values);
          NavigableMap<String, Map<String, AttributeValue>> rest =
              items.partition(request.tableName(), partitionKey(values));
          if (request.hasExclusiveStartKey()) {
            rest = rest.tailMap(TableItems.sk(request.exclusiveStartKey()), false);
          }
          return page(request, rest, values);
        });
  }

  /** What is read may decide a trace: a store that asks for less than the newest is a bug. */
  private static void requireConsistent(@Nullable Boolean consistentRead) {
    if (!Boolean.TRUE.equals(consistentRead)) {
      throw new IllegalArgumentException("not modelled: a read that may be stale");
    }
  }

  private static String partitionKey(Map<String, AttributeValue> values) {
    AttributeValue pk = values.get(":pk");
    if (pk == null) {
      throw new IllegalArgumentException("not modelled: a query without :pk");
    }
    return pk.s();
  }

  private QueryResponse page(
      QueryRequest request,
      NavigableMap<String, Map<String, AttributeValue>> rest,
      Map<String, AttributeValue> values) {
    int limit = request.limit() == null ? pageItems : Math.min(pageItems, request.limit());
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    int seen = 0;
    for (Map<String, AttributeValue> item : rest.values()) {
      if (!Expression.holds(request.keyConditionExpression(), item, values)) {
        continue;
      }
      seen++;
      if (request.filterExpression() == null
          || Expression.holds(request.filterExpression(), item, values)) {
        found.add(item);
      }
      if (seen == limit) { // said even when nothing comes after it
        return answer(found).lastEvaluatedKey(key(item)).build();
      }
    }
    return answer(found).build();
  }

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return Map.of(
        TableItems.PK, AttributeValue.fromS(TableItems.pk(item)),
        TableItems.SK, AttributeValue.fromS(TableItems.sk(item)));
  }

  private static QueryResponse.Builder answer(List<Map<String, AttributeValue>> found) {
    return QueryResponse.builder().items(found).consumedCapacity(NOTHING);
  }

  private static void check(
      @Nullable String condition,
      Map<String, AttributeValue> there,
      Map<String, AttributeValue> values,
      @Nullable ReturnValuesOnConditionCheckFailure wanted) {
    if (condition == null || Expression.holds(condition, there, values)) {
      return;
    }
    ConditionalCheckFailedException.Builder failed =
        ConditionalCheckFailedException.builder().message("The conditional request failed");
    if (wanted == ReturnValuesOnConditionCheckFailure.ALL_OLD && !there.isEmpty()) {
      failed.item(there);
    }
    throw failed.build();
  }

  private <T> T send(String operation, Supplier<T> effect) {
    return network.send(Service.DYNAMODB, operation, effect);
  }

  private static <V> Map.Entry<String, V> single(Map<String, V> byTable) {
    if (byTable.size() != 1) {
      throw new IllegalArgumentException("not modelled: a batch over " + byTable.keySet());
    }
    return byTable.entrySet().iterator().next();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
