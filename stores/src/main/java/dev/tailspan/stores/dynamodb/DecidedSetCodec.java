package dev.tailspan.stores.dynamodb;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.DecidedSet;

/**
 * A decided set in bytes: version, bucket, step, end slice, policy version, how many steps before
 * the pinned ones are (not in version 1, which had none), number of traces; then 16 bytes an id
 * (they are random, so nothing compresses them) and how many slices before the end the trace began,
 * mostly one byte.
 */
final class DecidedSetCodec {
  private static final int VERSION = 2;
  private static final int WITHOUT_PINNED = 1;

  private DecidedSetCodec() {}

  static byte[] encode(DecidedSet set) {
    PackedWriter out =
        new PackedWriter()
            .varint(VERSION)
            .varint(set.bucket())
            .zigzag(set.step())
            .zigzag(set.endSlice())
            .text(set.policyVersion())
            .zigzag(set.step() - set.pinned().statsStep())
            .zigzag(set.step() - set.pinned().previousStatsStep())
            .zigzag(set.step() - set.pinned().memoryStep())
            .varint(set.size());
    for (int i = 0; i < set.size(); i++) {
      TraceId id = set.id(i);
      out.fixed(id.high()).fixed(id.low()).zigzag(set.endSlice() - set.firstSlice(i));
    }
    return out.bytes();
  }

  static DecidedSet decode(byte[] bytes) {
    PackedReader in = new PackedReader(bytes);
    int version = in.version(WITHOUT_PINNED, VERSION);
    int bucket = in.varint32();
    long step = in.zigzag();
    long endSlice = in.zigzag();
    String policyVersion = in.text();
    DecidedSet.Pinned pinned =
        version == WITHOUT_PINNED
            ? new DecidedSet.Pinned(-1, -1, step) // where a memory is, if any
            : new DecidedSet.Pinned(step - in.zigzag(), step - in.zigzag(), step - in.zigzag());
    int size = in.count(2 * Long.BYTES + 1);
    long[] ids = new long[2 * size];
    long[] firstSlices = new long[size];
    for (int i = 0; i < size; i++) {
      ids[2 * i] = in.fixed();
      ids[2 * i + 1] = in.fixed();
      firstSlices[i] = endSlice - in.zigzag();
    }
    in.end();
    return new DecidedSet(bucket, step, endSlice, policyVersion, pinned, ids, firstSlices);
  }
}
