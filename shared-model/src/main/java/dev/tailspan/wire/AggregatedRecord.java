package dev.tailspan.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The envelope of the Kinesis Producer Library: magic, protobuf {@code AggregatedRecord}, MD5 of
 * that. Lambda hands it over as it is. Format: aggregation-format.md of the library.
 */
final class AggregatedRecord {
  private static final int[] MAGIC = {0xf3, 0x89, 0x9a, 0xc2};
  private static final int MD5_BYTES = 16;
  private static final int RECORDS = 3 << 3 | ProtoReader.LENGTH;
  private static final int DATA = 3 << 3 | ProtoReader.LENGTH;

  private AggregatedRecord() {}

  static boolean begins(ByteSlice bytes) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes.length() <= i || bytes.at(i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /** The user records in it. */
  static List<ByteSlice> unwrap(ByteSlice bytes) throws DecodeException {
    int length = bytes.length() - MAGIC.length - MD5_BYTES;
    if (length < 0) {
      throw DecodeException.truncated("the aggregated record has no checksum");
    }
    ByteSlice message = new ByteSlice(bytes.array(), bytes.offset() + MAGIC.length, length);
    byte[] said = Arrays.copyOfRange(bytes.array(), message.end(), bytes.end());
    if (!Arrays.equals(said, md5(message))) {
      throw new DecodeException(
          DecodeException.Reason.CHECKSUM_MISMATCH,
          "the checksum of the aggregated record does not fit its content");
    }
    List<ByteSlice> records = new ArrayList<>();
    ProtoReader in = new ProtoReader(message);
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == RECORDS) {
        int size = in.readLength();
        records.addAll(data(new ByteSlice(message.array(), in.position(), size)));
        in.advance(size);
      } else {
        in.skip(tag);
      }
    }
    return records;
  }

  private static List<ByteSlice> data(ByteSlice record) throws DecodeException {
    List<ByteSlice> data = new ArrayList<>();
    ProtoReader in = new ProtoReader(record);
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == DATA) {
        int size = in.readLength();
        data.add(new ByteSlice(record.array(), in.position(), size));
        in.advance(size);
      } else {
        in.skip(tag);
      }
    }
    return data;
  }

  @SuppressWarnings("deprecation") // MD5 is what the format has
  private static byte[] md5(ByteSlice message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(message.array(), message.offset(), message.length());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
