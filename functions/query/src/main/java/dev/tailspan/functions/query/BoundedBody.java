package dev.tailspan.functions.query;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A body being written that ends with an exception where Lambda could no longer return it, so that
 * an answer of any size costs a bounded memory. Counted is what it takes up in the function's JSON:
 * a text is escaped there once more, anything else is base64.
 */
final class BoundedBody extends OutputStream {
  /** Lambda's limit of a synchronous answer (developer guide, "Lambda quotas"): 6 MB, and a bit. */
  static final int LAMBDA_BYTES = 6_291_556;

  /** Room for the status and the headers around it. */
  static final int MAX_BYTES = LAMBDA_BYTES - 4096;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final boolean text;
  private final long maxBytes;
  private long escapes;

  BoundedBody(boolean text, long maxBytes) {
    this.text = text;
    this.maxBytes = maxBytes;
  }

  /** The body is larger than it may be. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(long maxBytes) {
      super("more than " + maxBytes + " bytes");
    }
  }

  @Override
  public void write(int b) throws IOException {
    bytes.write(b);
    escapes += escapes((byte) b);
    check();
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (bytes.size() + (long) length > maxBytes) {
      throw new TooLargeException(maxBytes);
    }
    bytes.write(from, offset, length);
    if (text) {
      for (int i = offset; i < offset + length; i++) {
        escapes += escapes(from[i]);
      }
    }
    check();
  }

  private static int escapes(byte b) {
    return switch (b) {
      case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 1;
      default -> b >= 0 && b < ' ' ? 5 : 0;
    };
  }

  private void check() throws TooLargeException {
    long size = text ? bytes.size() + escapes : (bytes.size() + 2L) / 3 * 4;
    if (size > maxBytes) {
      throw new TooLargeException(maxBytes);
    }
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
