package dev.tailspan.wire;

import java.util.zip.CRC32;

/** Gzip members (RFC 1952), of which the last may lack its end, see {@link Inflated#finished()}. */
final class Gzip {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private Gzip() {}

  static ByteSlice open(ByteSlice bytes, Budget budget) throws DecodeException {
    ProtoWriter out = null;
    int at = 0;
    while (true) {
      int body = at + headerLength(tail(bytes, at));
      Inflated member = Inflated.of(tail(bytes, body), "gzip stream", budget);
      int end = body + member.consumed();
      if (member.finished() && bytes.length() - end >= TRAILER) {
        check(member.bytes(), tail(bytes, end));
      }
      at = end + TRAILER;
      boolean more = member.finished() && at < bytes.length();
      if (!more && out == null) {
        return ByteSlice.of(member.bytes());
      }
      out = out == null ? new ProtoWriter(2 * member.bytes().length) : out;
      out.raw(member.bytes(), 0, member.bytes().length);
      if (!more) {
        return ByteSlice.of(out.toBytes());
      }
    }
  }

  private static int headerLength(ByteSlice member) throws DecodeException {
    if (member.length() >= 4
        && (member.at(0) != 0x1f || member.at(1) != 0x8b || member.at(2) != 8)) {
      throw DecodeException.malformed("something else than gzip lies behind the gzip stream");
    }
    int at = HEADER;
    int flags = member.length() < HEADER ? 0 : member.at(3);
    if ((flags & HAS_EXTRA) != 0 && member.length() >= at + 2) {
      at += 2 + (member.at(at) | member.at(at + 1) << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      at = behindZero(member, at);
    }
    if ((flags & HAS_COMMENT) != 0) {
      at = behindZero(member, at);
    }
    at += (flags & HAS_HEADER_CRC) != 0 ? 2 : 0;
    if (at > member.length()) {
      throw DecodeException.truncated("the gzip stream ends within its header");
    }
    return at;
  }

  private static int behindZero(ByteSlice bytes, int from) {
    int at = from;
    while (at < bytes.length() && bytes.at(at) != 0) {
      at++;
    }
    return at + 1;
  }

  private static void check(byte[] content, ByteSlice trailer) throws DecodeException {
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != littleEndian(trailer, 0) || content.length != littleEndian(trailer, 4)) {
      throw new DecodeException(
          DecodeException.Reason.CHECKSUM_MISMATCH, "the gzip stream's checksum does not fit");
    }
  }

  private static long littleEndian(ByteSlice bytes, int at) {
    return bytes.at(at)
        | (long) bytes.at(at + 1) << 8
        | (long) bytes.at(at + 2) << 16
        | (long) bytes.at(at + 3) << 24;
  }

  private static ByteSlice tail(ByteSlice bytes, int from) {
    return new ByteSlice(bytes.array(), bytes.offset() + from, bytes.length() - from);
  }
}
