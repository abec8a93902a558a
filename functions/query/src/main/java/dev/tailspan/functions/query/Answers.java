package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the answers to one request, within what Lambda can return.
 *
 * @param gzip the client takes gzip
 * @param protobuf the client would rather have protobuf than JSON
 */
record Answers(boolean gzip, boolean protobuf) {
  /** What is smaller is not worth packing. */
  static final int PACKED_FROM_BYTES = 64 << 10;

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes a body; is asked again when the first attempt became large. */
  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  static Answers to(ProxyRequest request) {
    String encodings = request.header("accept-encoding").orElse("");
    String types = request.header("accept").orElse("*/*");
    double protobuf =
        Math.max(
            Accepted.weight(types, "application/protobuf"),
            Accepted.weight(types, "application/x-protobuf"));
    return new Answers(
        Accepted.weight(encodings, "gzip") > 0,
        protobuf > Accepted.weight(types, "application/json"));
  }

  ProxyResponse json(int status, ProxyResponse.JsonBody body) throws TooLargeException {
    return write(
        status,
        "application/json",
        true,
        out -> {
          try (JsonGenerator json = JSON.createGenerator(out)) {
            body.write(json);
          }
        });
  }

  ProxyResponse bytes(int status, String contentType, byte[] bytes) throws TooLargeException {
    return write(status, contentType, false, out -> out.write(bytes));
  }

  private ProxyResponse write(int status, String contentType, boolean text, Body body)
      throws TooLargeException {
    try {
      BoundedBody plain = new BoundedBody(text, gzip ? PACKED_FROM_BYTES : BoundedBody.MAX_BYTES);
      body.write(plain);
      return ProxyResponse.bytes(status, contentType, plain.toBytes());
    } catch (TooLargeException e) {
      if (!gzip) {
        throw e;
      }
      return packed(status, contentType, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProxyResponse packed(int status, String contentType, Body body)
      throws TooLargeException {
    BoundedBody bytes = new BoundedBody(false, BoundedBody.MAX_BYTES);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      body.write(out);
    } catch (TooLargeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ProxyResponse.bytes(status, contentType, bytes.toBytes())
        .with("Content-Encoding", "gzip");
  }
}
