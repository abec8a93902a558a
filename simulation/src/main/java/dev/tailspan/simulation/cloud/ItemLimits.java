package dev.tailspan.simulation.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What DynamoDB refuses ("Service, account, and table quotas" in its developer guide). */
final class ItemLimits {
  private static final int ITEM_BYTES = 400 * 1024;
  private static final int PARTITION_KEY_BYTES = 2048;
  private static final int SORT_KEY_BYTES = 1024;

  private ItemLimits() {}

  /** Checks the keys of an item. */
  static void checkKey(Map<String, AttributeValue> key) {
    checkNotEmpty(key);
    checkKey("partition", TableItems.pk(key), PARTITION_KEY_BYTES);
    checkKey("sort", TableItems.sk(key), SORT_KEY_BYTES);
  }

  private static void checkKey(String which, String text, int most) {
    // A char has three bytes at most.
    if (text.length() > most / 3 && text.getBytes(UTF_8).length > most) {
      throw invalid("the " + which + " key has more than " + most + " bytes");
    }
  }

  /** Looked at before all else of a request. */
  static void checkNotEmpty(Map<String, AttributeValue> key) {
    if (TableItems.pk(key).isEmpty() || TableItems.sk(key).isEmpty()) {
      throw invalid("a key is empty");
    }
  }

  static void checkItem(Map<String, AttributeValue> item) {
    checkKey(item);
    if (bytes(item) > ITEM_BYTES) {
      throw invalid("Item size has exceeded the maximum allowed size");
    }
  }

  /** No more items than that, and none of them twice. */
  static void checkBatch(List<Map<String, AttributeValue>> keys, int most) {
    if (keys.isEmpty() || keys.size() > most) {
      throw invalid("a batch of " + keys.size() + " items, where 1 to " + most + " are allowed");
    }
    long distinct =
        keys.stream()
            .map(key -> List.of(TableItems.pk(key), TableItems.sk(key)))
            .distinct()
            .count();
    if (distinct < keys.size()) {
      throw invalid("Provided list of item keys contains duplicates");
    }
  }

  static DynamoDbException invalid(String message) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .message(message)
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ValidationException")
                    .errorMessage(message)
                    .build())
            .build();
  }

  /** "Item sizes and formats" in the developer guide. */
  private static long bytes(Map<String, AttributeValue> attributes) {
    long bytes = 0;
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      bytes += utf8(attribute.getKey()) + bytes(attribute.getValue());
    }
    return bytes;
  }

  private static long bytes(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> value.n().length() / 2 + 2;
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case M -> 3 + value.m().size() + bytes(value.m());
      default -> throw new IllegalArgumentException("not modelled: " + value.type());
    };
  }

  private static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Of a pair of surrogates each has two of its four bytes.
      bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes;
  }
}
