package dev.tailspan.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregation of the Kinesis Producer Library (awslabs/amazon-kinesis-producer,
 * aggregation-format.md): four bytes of magic, a protobuf {@code AggregatedRecord} and its MD5.
 * Whose partition keys were given to the user records does not matter here.
 */
final class AggregatedRecord {
  private static final int MAGIC = 4;
  private static final int DIGEST = 16;
  private static final int RECORDS = 3 << 3 | ProtoReader.LENGTH;
  private static final int DATA = 3 << 3 | ProtoReader.LENGTH;

  private AggregatedRecord() {}

  static List<ByteSlice> open(ByteSlice bytes) throws DecodeException {
    int length = bytes.length() - MAGIC - DIGEST;
    if (length <= 0) {
      throw DecodeException.truncated("the aggregated record is cut off");
    }
    ByteSlice message = new ByteSlice(bytes.array(), bytes.offset() + MAGIC, length);
    check(message, bytes);
    List<ByteSlice> contents = new ArrayList<>();
    ProtoReader in = new ProtoReader(message);
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == RECORDS) {
        int outer = in.enter();
        contents.add(data(in, contents.size()));
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    if (contents.isEmpty()) {
      throw new DecodeException(
          DecodeException.Reason.EMPTY, "the aggregated record holds no record");
    }
    return contents;
  }

  private static ByteSlice data(ProtoReader in, int number) throws DecodeException {
    ByteSlice data = null;
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == DATA) {
        int length = in.readLength();
        data = new ByteSlice(in.array(), in.position(), length);
        in.advance(length);
      } else {
        in.skip(tag);
      }
    }
    if (data == null) {
      throw DecodeException.malformed("record " + number + " of the aggregated one has no data");
    }
    return data;
  }

  private static void check(ByteSlice message, ByteSlice whole) throws DecodeException {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(message.array(), message.offset(), message.length());
      byte[] digest = md5.digest();
      for (int i = 0; i < DIGEST; i++) {
        if ((digest[i] & 0xff) != whole.at(whole.length() - DIGEST + i)) {
          throw new DecodeException(
              DecodeException.Reason.CHECKSUM_MISMATCH,
              "the aggregated record's MD5 does not fit its content");
        }
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
