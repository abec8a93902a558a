package dev.tailspan.wire;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompression within a bound. Exporters before May 2024 flushed gzip, zlib and deflate streams
 * without closing them: where the end is missing, what is there is handed on, and whether it is a
 * whole message is for its reader to say.
 */
final class Inflation {
  private static final int GZIP_TRAILER = 8;
  private static final int MIN_GZIP_HEADER = 10;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private Inflation() {}

  /** gzip (RFC 1952), of one member or several. */
  static byte[] gzip(ByteSlice in, int maxBytes) throws DecodeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4 * in.length());
    int from = 0;
    while (from + 1 < in.length() && in.at(from) == 0x1f && in.at(from + 1) == 0x8b) {
      int start = out.size();
      int body = from + gzipHeader(in, from);
      int end = inflate(in, body, true, out, maxBytes, "gzip");
      if (in.length() - end >= GZIP_TRAILER) {
        checkCrc(in, end, out.toByteArray(), start);
      }
      from = end + GZIP_TRAILER;
    }
    return out.toByteArray();
  }

  private static int gzipHeader(ByteSlice in, int from) throws DecodeException {
    int at = from + MIN_GZIP_HEADER;
    if (at > in.length()) {
      throw DecodeException.truncated("the gzip header ends after " + in.length() + " bytes");
    }
    int flags = in.at(from + 3);
    if ((flags & EXTRA) != 0 && at + 2 <= in.length()) {
      at += 2 + in.at(at) + (in.at(at + 1) << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      if ((flags & text) != 0) {
        while (at < in.length() && in.at(at) != 0) {
          at++;
        }
        at++;
      }
    }
    at += (flags & HEADER_CRC) != 0 ? 2 : 0;
    if (at > in.length()) {
      throw DecodeException.truncated("the gzip header ends after " + in.length() + " bytes");
    }
    return at - from;
  }

  private static void checkCrc(ByteSlice in, int trailer, byte[] out, int start)
      throws DecodeException {
    CRC32 crc = new CRC32();
    crc.update(out, start, out.length - start);
    long said = 0;
    for (int i = 3; i >= 0; i--) {
      said = said << 8 | in.at(trailer + i);
    }
    if (said != crc.getValue()) {
      throw new DecodeException(
          DecodeException.Reason.CHECKSUM_MISMATCH, "the gzip checksum does not fit its content");
    }
  }

  /** zlib (RFC 1950). */
  static byte[] zlib(ByteSlice in, int maxBytes) throws DecodeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4 * in.length());
    inflate(in, 0, false, out, maxBytes, "zlib");
    return out.toByteArray();
  }

  /** Raw deflate (RFC 1951), which nothing marks as such. */
  static byte[] deflate(ByteSlice in, int maxBytes) throws DecodeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4 * in.length());
    inflate(in, 0, true, out, maxBytes, "deflate");
    return out.toByteArray();
  }

  /** Returns the index behind what it read. */
  private static int inflate(
      ByteSlice in, int from, boolean raw, ByteArrayOutputStream out, int maxBytes, String what)
      throws DecodeException {
    Inflater inflater = new Inflater(raw);
    try {
      inflater.setInput(in.array(), in.offset() + from, in.length() - from);
      byte[] buffer = new byte[16 << 10];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        if (out.size() + count > maxBytes) {
          throw tooLarge(what, maxBytes);
        }
        out.write(buffer, 0, count);
      }
      return from + (int) inflater.getBytesRead();
    } catch (DataFormatException e) {
      throw new DecodeException(
          DecodeException.Reason.MALFORMED, what + " data is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  /** zstd (RFC 8878). */
  static byte[] zstd(ByteSlice in, Limits limits, int maxBytes) throws DecodeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4 * in.length());
    byte[] buffer = new byte[16 << 10];
    try (ZstdInputStream zstd =
        new ZstdInputStream(new ByteArrayInputStream(in.array(), in.offset(), in.length()))) {
      zstd.setLongMax(limits.maxZstdWindowLog());
      for (int count = zstd.read(buffer); count >= 0; count = zstd.read(buffer)) {
        if (out.size() + count > maxBytes) {
          throw tooLarge("zstd", maxBytes);
        }
        out.write(buffer, 0, count);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new DecodeException(
          DecodeException.Reason.MALFORMED, "zstd data is damaged: " + e.getMessage(), e);
    }
  }

  private static DecodeException tooLarge(String what, int maxBytes) {
    return DecodeException.tooLarge(
        what + " data unpacks to more than the " + maxBytes + " bytes a record may have");
  }
}
