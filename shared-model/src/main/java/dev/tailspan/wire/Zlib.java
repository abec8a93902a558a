package dev.tailspan.wire;

import java.util.zip.Adler32;

/** A zlib stream (RFC 1950) whose end may be missing, see {@link Inflated#finished()}. */
final class Zlib {
  private static final int HEADER = 2;
  private static final int CHECKSUM = 4;

  private Zlib() {}

  static ByteSlice open(ByteSlice bytes, Budget budget) throws DecodeException {
    ByteSlice body = new ByteSlice(bytes.array(), bytes.offset() + HEADER, bytes.length() - HEADER);
    if ((bytes.at(1) & 0x20) != 0) {
      throw DecodeException.malformed("the zlib stream needs a dictionary");
    }
    Inflated inflated = Inflated.of(body, "zlib stream", budget);
    int rest = body.length() - inflated.consumed();
    if (inflated.finished() && rest > CHECKSUM) {
      throw DecodeException.malformed("there are " + rest + " bytes behind the zlib stream");
    }
    if (inflated.finished() && rest == CHECKSUM) {
      Adler32 adler = new Adler32();
      adler.update(inflated.bytes());
      long said = 0;
      for (int i = inflated.consumed(); i < body.length(); i++) {
        said = said << 8 | body.at(i);
      }
      if (said != adler.getValue()) {
        throw new DecodeException(
            DecodeException.Reason.CHECKSUM_MISMATCH, "the zlib stream's checksum does not fit");
      }
    }
    return ByteSlice.of(inflated.bytes());
  }
}
