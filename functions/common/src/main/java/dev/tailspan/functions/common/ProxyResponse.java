package dev.tailspan.functions.common;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer for API Gateway's REST proxy (format 1.0). */
public record ProxyResponse(
    int status, String contentType, Map<String, String> headers, byte[] body) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes a JSON body. */
  @FunctionalInterface
  public interface JsonBody {
    void write(JsonGenerator out) throws IOException;
  }

  public ProxyResponse {
    headers = Map.copyOf(headers);
  }

  /** An answer in JSON. */
  public static ProxyResponse json(int status, JsonBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProxyResponse(status, "application/json", Map.of(), bytes.toByteArray());
  }

  /** An answer in bytes. */
  public static ProxyResponse bytes(int status, String contentType, byte[] body) {
    return new ProxyResponse(status, contentType, Map.of(), body);
  }

  /** The same with one more header. */
  public ProxyResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ProxyResponse(status, contentType, more, body);
  }

  /** Writes it as Lambda's answer. */
  public void write(OutputStream answer) throws IOException {
    // A packed text is no text: as a string it would be damaged.
    boolean text =
        (contentType.startsWith("application/json") || contentType.startsWith("text/"))
            && !headers.containsKey("Content-Encoding");
    try (JsonGenerator out = JSON.createGenerator(answer)) {
      out.writeStartObject();
      out.writeNumberField("statusCode", status);
      out.writeObjectFieldStart("headers");
      out.writeStringField("Content-Type", contentType);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        out.writeStringField(header.getKey(), header.getValue());
      }
      out.writeEndObject();
      out.writeBooleanField("isBase64Encoded", !text);
      if (text) {
        out.writeStringField("body", new String(body, StandardCharsets.UTF_8));
      } else {
        out.writeBinaryField("body", body);
      }
      out.writeEndObject();
    }
  }
}
