package dev.tailspan.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tailspan.local.net.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The answer of a function behind the Lambda proxy integration, as HTTP. */
final class ProxyResponse {
  private static final ObjectMapper JSON = new ObjectMapper();
  // Those of our own connection, not of the function's.
  private static final Set<String> OURS =
      Set.of("content-length", "transfer-encoding", "connection");

  private ProxyResponse() {}

  /** Not a proxy response. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  static Answer parse(byte[] response) throws Malformed {
    JsonNode root;
    try {
      root = JSON.readTree(response);
    } catch (IOException e) {
      throw new Malformed("not JSON");
    }
    int status = root == null ? 0 : root.path("statusCode").asInt(0);
    if (status < 100 || status > 599) {
      throw new Malformed("statusCode is missing or no HTTP status");
    }
    return new Answer(status, headers(root), body(root));
  }

  /** An error of the front's own. */
  static Answer problem(int status, String message) {
    return Answer.json(
        status, JsonNodeFactory.instance.objectNode().put("message", message).toString());
  }

  private static Map<String, List<String>> headers(JsonNode root) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    root.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), List.of(header.getValue().asText())));
    // Where both name a header, the multi-value one has them all.
    root.path("multiValueHeaders")
        .properties()
        .forEach(
            header -> {
              List<String> values = new ArrayList<>();
              header.getValue().forEach(value -> values.add(value.asText()));
              headers.put(header.getKey(), values);
            });
    headers.keySet().removeIf(name -> OURS.contains(name.toLowerCase(Locale.ROOT)));
    headers.putIfAbsent("Content-Type", List.of("application/json"));
    return headers;
  }

  private static byte[] body(JsonNode root) throws Malformed {
    JsonNode body = root.path("body");
    if (body.isMissingNode() || body.isNull()) {
      return new byte[0];
    }
    if (!body.isTextual()) {
      throw new Malformed("body is not a string");
    }
    if (!root.path("isBase64Encoded").asBoolean(false)) {
      return body.asText().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body.asText());
    } catch (IllegalArgumentException e) {
      throw new Malformed("body is not base64 although isBase64Encoded says so");
    }
  }
}
