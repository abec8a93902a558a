package dev.tailspan.local.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.local.net.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as the event of API Gateway's Lambda proxy integration, payload format 1.0. */
final class ProxyRequest {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String RESOURCE = "/{proxy+}";

  private ProxyRequest() {}

  static byte[] event(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(call.body().length * 3 / 2 + 2048);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("resource", RESOURCE);
      json.writeStringField("path", call.path());
      json.writeStringField("httpMethod", call.method());
      multi(json, "headers", "multiValueHeaders", headers(call));
      multi(
          json,
          "queryStringParameters",
          "multiValueQueryStringParameters",
          parameters(call.query()));
      json.writeObjectFieldStart("pathParameters");
      json.writeStringField("proxy", call.path().substring(Math.min(1, call.path().length())));
      json.writeEndObject();
      json.writeNullField("stageVariables");
      context(json, call);
      body(json, call);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static Map<String, List<String>> headers(Call call) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(call.headers());
    headers.putIfAbsent("X-Forwarded-For", List.of("127.0.0.1"));
    headers.putIfAbsent("X-Forwarded-Proto", List.of("http"));
    return headers;
  }

  /** Query parameters, decoded, in order. A malformed escape stays as it was sent. */
  private static Map<String, List<String>> parameters(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** The last value of each name, and all of them; null for none, as API Gateway has it. */
  private static void multi(
      JsonGenerator json, String single, String multi, Map<String, List<String>> values)
      throws IOException {
    if (values.isEmpty()) {
      json.writeNullField(single);
      json.writeNullField(multi);
      return;
    }
    json.writeObjectFieldStart(single);
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue().get(entry.getValue().size() - 1));
    }
    json.writeEndObject();
    json.writeObjectFieldStart(multi);
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      json.writeArrayFieldStart(entry.getKey());
      for (String value : entry.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void context(JsonGenerator json, Call call) throws IOException {
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("accountId", "000000000000");
    json.writeStringField("apiId", "local");
    json.writeStringField("stage", "local");
    json.writeStringField("protocol", "HTTP/1.1");
    json.writeStringField("resourcePath", RESOURCE);
    json.writeStringField("path", call.path());
    json.writeStringField("httpMethod", call.method());
    json.writeStringField("requestId", UUID.randomUUID().toString());
    json.writeObjectFieldStart("identity");
    json.writeStringField("sourceIp", "127.0.0.1");
    json.writeStringField("userAgent", call.header("User-Agent"));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void body(JsonGenerator json, Call call) throws IOException {
    String text = call.body().length == 0 ? null : text(call);
    if (text != null || call.body().length == 0) {
      json.writeStringField("body", text);
    } else {
      json.writeBinaryField("body", call.body());
    }
    json.writeBooleanField("isBase64Encoded", text == null && call.body().length > 0);
  }

  /** The body when it says it is text and is; null when it must travel in base64. */
  private static @Nullable String text(Call call) {
    String type = String.valueOf(call.header("Content-Type")).toLowerCase(Locale.ROOT);
    boolean textual = type.startsWith("text/") || type.matches(".*(json|xml|yaml|urlencoded).*");
    if (!textual || call.header("Content-Encoding") != null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(call.body())).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
