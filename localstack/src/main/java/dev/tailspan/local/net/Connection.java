package dev.tailspan.local.net;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on one socket (RFC 9112), as far as whole bodies need it. */
final class Connection {
  private static final int HEAD_LIMIT = 64 << 10;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final InputStream in;
  private final OutputStream out;
  private final int bodyLimit;

  /** Bytes that are not HTTP, or are over a limit. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  Connection(Socket socket, int bodyLimit) throws IOException {
    this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
    this.bodyLimit = bodyLimit;
  }

  /** The next request, or null when the client has hung up between requests. */
  @Nullable Call next() throws IOException {
    int[] left = {HEAD_LIMIT};
    String requestLine = line(left);
    if (requestLine == null) {
      return null;
    }
    String[] parts = requestLine.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new Refused(400, "Not an HTTP/1.1 request line: " + requestLine);
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = required(left); !line.isEmpty(); line = required(left)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new Refused(400, "Not a header: " + line);
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    if (parts[2].equals("HTTP/1.0")) {
      headers.putIfAbsent("Connection", List.of("close"));
    }
    return new Call(parts[0], parts[1], headers, body(headers, left));
  }

  void send(Answer answer, boolean withBody, boolean close, Instant now) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(" \r\n");
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(answer.headers());
    headers.putIfAbsent("Date", List.of(HTTP_DATE.format(now)));
    if (withBody || !headers.containsKey("Content-Length")) { // a HEAD may tell of a body elsewhere
      headers.put("Content-Length", List.of(Integer.toString(answer.body().length)));
    }
    if (close) {
      headers.put("Connection", List.of("close"));
    }
    headers.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    // A value with a line break would let a function write headers of its own.
                    head.append(name)
                        .append(": ")
                        .append(value.replaceAll("[\\r\\n]", " "))
                        .append("\r\n")));
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    if (withBody) {
      out.write(answer.body());
    }
    out.flush();
  }

  /**
   * Reads on for a while after a refusal: closing with unread bytes resets the connection, and the
   * client would never see why.
   */
  void drain(long most) throws IOException {
    long left = most;
    byte[] bin = new byte[64 << 10];
    for (int read = 0; left > 0 && read >= 0; left -= read) {
      read = in.read(bin);
    }
  }

  private byte[] body(Map<String, List<String>> headers, int[] left) throws IOException {
    if (headers.containsKey("Expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    List<String> encoding = headers.get("Transfer-Encoding");
    if (encoding != null) {
      if (!encoding.get(0).equalsIgnoreCase("chunked")) {
        throw new Refused(501, "Transfer-Encoding " + encoding + " is not supported");
      }
      return chunks(left);
    }
    List<String> length = headers.get("Content-Length");
    return length == null ? new byte[0] : exactly(size(length.get(0), 10));
  }

  private byte[] chunks(int[] left) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      left[0] = HEAD_LIMIT;
      String line = required(left);
      int semicolon = line.indexOf(';');
      int size = size(semicolon < 0 ? line : line.substring(0, semicolon), 16);
      if (size == 0) {
        while (!required(left).isEmpty()) {
          // Trailers say nothing to us.
        }
        return body.toByteArray();
      }
      if (body.size() + (long) size > bodyLimit) {
        throw tooLong();
      }
      body.write(exactly(size));
      required(left);
    }
  }

  private int size(String text, int radix) throws Refused {
    long size;
    try {
      size = Long.parseLong(text.strip(), radix);
    } catch (NumberFormatException e) {
      throw new Refused(400, "Not a length: " + text);
    }
    if (size < 0) {
      throw new Refused(400, "Not a length: " + text);
    }
    if (size > bodyLimit) {
      throw tooLong();
    }
    return (int) size;
  }

  private Refused tooLong() {
    return new Refused(413, "Request Too Long: over " + bodyLimit + " bytes");
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("The client hung up within a body");
    }
    return bytes;
  }

  private String required(int[] left) throws IOException {
    String line = line(left);
    if (line == null) {
      throw new EOFException("The client hung up within a head");
    }
    return line;
  }

  private @Nullable String line(int[] left) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (--left[0] < 0) {
        throw new Refused(431, "Request head over " + HEAD_LIMIT + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
