package dev.tailspan.stores.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Keeps chosen items of a BatchWriteItem from the table and gives them back as unprocessed. When
 * all of a call are chosen it is refused whole, as DynamoDB does.
 */
final class Throttling implements ExecutionInterceptor {
  private static final ExecutionAttribute<Map<String, List<WriteRequest>>> KEPT_BACK =
      new ExecutionAttribute<>("kept back");

  private final Predicate<Map<String, AttributeValue>> chosen;
  private final List<Integer> sizes = new ArrayList<>();

  Throttling(Predicate<Map<String, AttributeValue>> chosen) {
    this.chosen = chosen;
  }

  /** How many items each call asked to write. */
  synchronized List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  @Override
  public synchronized SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (!(context.request() instanceof BatchWriteItemRequest batch)) {
      return context.request();
    }
    Map<String, List<WriteRequest>> kept = new HashMap<>();
    Map<String, List<WriteRequest>> passed = new HashMap<>();
    batch
        .requestItems()
        .forEach(
            (table, writes) -> {
              sizes.add(writes.size());
              for (WriteRequest write : writes) {
                var side = chosen.test(write.putRequest().item()) ? kept : passed;
                side.computeIfAbsent(table, t -> new ArrayList<>()).add(write);
              }
            });
    attributes.putAttribute(KEPT_BACK, kept);
    if (passed.isEmpty()) {
      throw ProvisionedThroughputExceededException.builder()
          .message("slow down")
          .awsErrorDetails(
              AwsErrorDetails.builder().errorCode("ProvisionedThroughputExceededException").build())
          .statusCode(400)
          .build();
    }
    return batch.toBuilder().requestItems(passed).build();
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    Map<String, List<WriteRequest>> kept = attributes.getAttribute(KEPT_BACK);
    return context.response() instanceof BatchWriteItemResponse batch && !kept.isEmpty()
        ? batch.toBuilder().unprocessedItems(kept).build()
        : context.response();
  }
}
