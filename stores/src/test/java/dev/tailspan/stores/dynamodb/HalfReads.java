package dev.tailspan.stores.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/**
 * Lets a table look at half of the keys of a BatchGetItem, rounded down, and gives the others back
 * as unprocessed. With all of them left it refuses the call, as DynamoDB does; of one key it does
 * so once, and then lets it pass.
 */
final class HalfReads implements ExecutionInterceptor {
  private static final ExecutionAttribute<Map<String, KeysAndAttributes>> KEPT_BACK =
      new ExecutionAttribute<>("reads kept back");

  private final List<Integer> sizes = new ArrayList<>();
  private boolean refused;

  /** How many keys each call asked for. */
  synchronized List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  @Override
  public synchronized SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (!(context.request() instanceof BatchGetItemRequest batch)) {
      return context.request();
    }
    String table = batch.requestItems().keySet().iterator().next();
    KeysAndAttributes all = batch.requestItems().get(table);
    int count = all.keys().size();
    sizes.add(count);
    if (count == 1 && refused) {
      attributes.putAttribute(KEPT_BACK, Map.of());
      return batch;
    }
    if (count == 1) {
      refused = true;
      throw ProvisionedThroughputExceededException.builder()
          .message("slow down")
          .awsErrorDetails(
              AwsErrorDetails.builder().errorCode("ProvisionedThroughputExceededException").build())
          .statusCode(400)
          .build();
    }
    KeysAndAttributes later = all.toBuilder().keys(all.keys().subList(count / 2, count)).build();
    attributes.putAttribute(KEPT_BACK, Map.of(table, later));
    return batch.toBuilder()
        .requestItems(Map.of(table, all.toBuilder().keys(all.keys().subList(0, count / 2)).build()))
        .build();
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    Map<String, KeysAndAttributes> kept = attributes.getAttribute(KEPT_BACK);
    return context.response() instanceof BatchGetItemResponse batch && !kept.isEmpty()
        ? batch.toBuilder().unprocessedKeys(kept).build()
        : context.response();
  }
}
