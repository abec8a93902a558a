package dev.tailspan.local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The members of a request, checked as AWS' request validation does. */
record Request(WireFormat format, JsonNode body) {
  /** The stream's name, from StreamName or the end of StreamARN. */
  String streamName() {
    String arn = textOrNull("StreamARN");
    if (arn == null) {
      return text("StreamName");
    }
    int at = arn.indexOf(":stream/");
    if (at < 0) {
      throw ApiException.invalid("StreamARN " + arn + " is not the ARN of a stream");
    }
    return arn.substring(at + ":stream/".length());
  }

  String text(String member) {
    String text = textOrNull(member);
    if (text == null) {
      throw ApiException.constraint("null", path(member), "not be null");
    }
    return text;
  }

  @Nullable String textOrNull(String member) {
    JsonNode node = body.get(member);
    return node == null || node.isNull() ? null : node.asText();
  }

  byte[] blob(String member, String path) {
    JsonNode node = body.get(member);
    if (node == null || node.isNull()) {
      throw ApiException.constraint("null", path, "not be null");
    }
    try {
      byte[] bytes = node.binaryValue();
      if (bytes != null) {
        return bytes;
      }
    } catch (IOException e) {
      // Not base64: told below, as AWS does.
    }
    throw ApiException.of("SerializationException", path + " is not a blob");
  }

  /** A whole number from {@code least} to {@code most}. */
  int number(String member, int least, int most, int fallback) {
    JsonNode node = body.get(member);
    if (node == null || node.isNull()) {
      return fallback;
    }
    long number = node.asLong(Long.MIN_VALUE);
    if (number < least) {
      throw ApiException.constraint(
          "'" + node.asText() + "'", path(member), "have value greater than or equal to " + least);
    }
    if (number > most) {
      throw ApiException.constraint(
          "'" + node.asText() + "'", path(member), "have value less than or equal to " + most);
    }
    return (int) number;
  }

  /** A required time, epoch milliseconds. */
  long millis(String member) {
    JsonNode node = body.get(member);
    if (node == null || !node.isNumber()) {
      throw ApiException.invalid(
          "Must specify timestamp parameter " + member + " as a number of seconds");
    }
    return format.millis(node);
  }

  @Nullable Request nested(String member) {
    JsonNode node = body.get(member);
    return node == null || !node.isObject() ? null : new Request(format, node);
  }

  List<Request> list(String member) {
    JsonNode node = body.get(member);
    if (node == null || !node.isArray()) {
      throw ApiException.constraint("null", path(member), "not be null");
    }
    List<Request> items = new ArrayList<>(node.size());
    node.forEach(item -> items.add(new Request(format, item)));
    return items;
  }

  /** AWS' messages spell members with a small first letter. */
  static String path(String member) {
    return member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
  }
}
