package dev.tailspan.stores.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** A table of one item, whatever is asked for, told once; what is put is remembered. */
final class OneItemClient implements DynamoDbClient {
  final List<Map<String, AttributeValue>> put = new ArrayList<>();
  private Map<String, AttributeValue> item = Map.of();
  private boolean told = true;

  void holds(Map<String, AttributeValue> next) {
    item = next;
    told = false;
  }

  private List<Map<String, AttributeValue>> tell() {
    boolean first = !told;
    told = true;
    return first ? List.of(item) : List.of();
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    GetItemResponse.Builder answer = GetItemResponse.builder();
    tell().forEach(answer::item);
    return answer.build();
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return QueryResponse.builder().items(tell()).build();
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    String table = request.requestItems().keySet().iterator().next();
    return BatchGetItemResponse.builder().responses(Map.of(table, tell())).build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    put.add(request.item());
    return PutItemResponse.builder().build();
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    request
        .requestItems()
        .values()
        .forEach(writes -> writes.forEach(write -> put.add(write.putRequest().item())));
    return BatchWriteItemResponse.builder().build();
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    request.transactItems().stream()
        .filter(write -> write.put() != null)
        .forEach(write -> put.add(write.put().item()));
    return TransactWriteItemsResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
