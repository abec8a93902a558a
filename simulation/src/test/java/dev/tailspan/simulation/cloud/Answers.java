package dev.tailspan.simulation.cloud;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What a service answers as a text: all that the stores look at, and nothing else. */
final class Answers {
  private static final int LONG_TEXT = 60;

  private Answers() {}

  /** The kind of an error, and what the stores take from it. */
  static String error(AwsServiceException e) {
    String kind = e.getClass().getSimpleName();
    if (e instanceof ConditionalCheckFailedException failed) {
      return kind + " " + (failed.hasItem() ? item(failed.item()) : "without an item");
    }
    if (e instanceof TransactionCanceledException cancelled) {
      return kind
          + " "
          + cancelled.cancellationReasons().stream().map(CancellationReason::code).toList();
    }
    boolean named = !kind.equals("DynamoDbException") && !kind.equals("S3Exception");
    return named ? kind : kind + " " + e.statusCode() + " " + code(e);
  }

  private static String code(AwsServiceException e) {
    return e.statusCode() == 400 ? e.awsErrorDetails().errorCode() : "";
  }

  /** Items in an order of their own: a batch is answered in any. */
  static String anyOrder(List<Map<String, AttributeValue>> items) {
    return items.stream().map(Answers::item).sorted().toList().toString();
  }

  static String items(List<Map<String, AttributeValue>> items) {
    return items.stream().map(Answers::item).toList().toString();
  }

  static String item(Map<String, AttributeValue> item) {
    Map<String, String> texts = new TreeMap<>();
    item.forEach((name, value) -> texts.put(name, value(value)));
    return texts.toString();
  }

  private static String value(AttributeValue value) {
    return switch (value.type()) {
      case S -> "'" + text(value.s()) + "'";
      case N -> new BigDecimal(value.n()).stripTrailingZeros().toPlainString();
      default -> value.toString();
    };
  }

  static String text(String text) {
    return text.length() <= LONG_TEXT
        ? text
        : text.substring(0, 3) + "... " + text.length() + " characters";
  }
}
