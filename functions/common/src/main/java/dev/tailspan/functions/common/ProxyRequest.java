package dev.tailspan.functions.common;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tailspan.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as API Gateway's REST proxy hands it over (format 1.0).
 *
 * @param headers by lower-case name; of a repeated one the last
 * @param query parameters by name, each with all its values
 * @param caller whom API Gateway has authenticated: the ARN of an IAM identity, or what an
 *     authorizer says
 */
public record ProxyRequest(
    String method,
    String path,
    Map<String, String> headers,
    Map<String, List<String>> query,
    byte[] body,
    Optional<String> caller) {

  /** Where the request context names the caller; the first that is there counts. */
  private static final List<String> CALLERS =
      List.of(
          "identity.userArn",
          "authorizer.claims.email",
          "authorizer.claims.sub",
          "authorizer.principalId");

  /** Of somebody who is not known. */
  public ProxyRequest(
      String method,
      String path,
      Map<String, String> headers,
      Map<String, List<String>> query,
      byte[] body) {
    this(method, path, headers, query, body, Optional.empty());
  }

  /**
   * Reads the event.
   *
   * @throws IOException when it is none
   */
  public static ProxyRequest read(InputStream event) throws IOException {
    String method = "";
    String path = "";
    String body = "";
    boolean base64 = false;
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, List<String>> query = new LinkedHashMap<>();
    Map<String, String> context = new LinkedHashMap<>();
    try (JsonParser in = new JsonFactory().createParser(event)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the event is no object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        JsonToken value = in.nextToken();
        if (value == JsonToken.VALUE_NULL) {
          continue;
        }
        switch (field) {
          case "httpMethod" -> method = in.getText();
          case "path" -> path = in.getText();
          case "body" -> body = in.getText();
          case "isBase64Encoded" -> base64 = in.getBooleanValue();
          case "requestContext" -> readTexts(in, "", context);
          case "headers" -> readHeaders(in, headers);
          case "multiValueQueryStringParameters" -> readValues(in, query);
          case "queryStringParameters" -> readSingle(in, query);
          default -> in.skipChildren();
        }
      }
    }
    if (method.isEmpty() || path.isEmpty()) {
      throw new IOException(
          "the event is no API Gateway proxy event: httpMethod or path is missing");
    }
    Optional<String> caller =
        CALLERS.stream().filter(context::containsKey).map(context::get).findFirst();
    return new ProxyRequest(method, path, headers, query, bytes(body, base64), caller);
  }

  /** The texts in an object and the objects in it, by their paths. */
  private static void readTexts(JsonParser in, String prefix, Map<String, String> into)
      throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String path = prefix + in.currentName();
      if (in.nextToken() == JsonToken.VALUE_STRING) {
        into.put(path, in.getText());
      } else {
        readTexts(in, path + ".", into);
      }
    }
  }

  private static byte[] bytes(String body, boolean base64) throws IOException {
    if (!base64) {
      return body.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("the body is no base64 though isBase64Encoded says so", e);
    }
  }

  private static void readHeaders(JsonParser in, Map<String, String> headers) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName().toLowerCase(Locale.ROOT);
      in.nextToken();
      headers.put(name, in.getText());
    }
  }

  private static void readSingle(JsonParser in, Map<String, List<String>> query)
      throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      query.putIfAbsent(name, List.of(in.getText()));
    }
  }

  private static void readValues(JsonParser in, Map<String, List<String>> query)
      throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      List<String> values = new ArrayList<>();
      if (in.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("the values of " + Excerpt.quoted(name) + " are no list");
      }
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values.add(in.getText());
      }
      query.put(name, values);
    }
  }

  /** A header by its lower-case name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
