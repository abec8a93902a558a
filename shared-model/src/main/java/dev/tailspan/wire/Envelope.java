package dev.tailspan.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may lie around a payload and says so by its first bytes. Raw deflate does not. */
enum Envelope {
  /** The Kinesis Producer Library's aggregation: several records in one. */
  AGGREGATED {
    @Override
    List<ByteSlice> open(ByteSlice bytes, Limits limits, Budget budget) throws DecodeException {
      return AggregatedRecord.open(bytes);
    }
  },
  GZIP {
    @Override
    List<ByteSlice> open(ByteSlice bytes, Limits limits, Budget budget) throws DecodeException {
      return List.of(Gzip.open(bytes, budget));
    }
  },
  ZLIB {
    @Override
    List<ByteSlice> open(ByteSlice bytes, Limits limits, Budget budget) throws DecodeException {
      return List.of(Zlib.open(bytes, budget));
    }
  },
  ZSTD {
    @Override
    List<ByteSlice> open(ByteSlice bytes, Limits limits, Budget budget) throws DecodeException {
      return List.of(ZstdFrames.open(bytes, limits, budget));
    }
  };

  /** The contents, at least one. */
  abstract List<ByteSlice> open(ByteSlice bytes, Limits limits, Budget budget)
      throws DecodeException;

  /** The envelope these bytes begin with, null for none. */
  static @Nullable Envelope of(ByteSlice bytes) {
    if (bytes.length() < 2) {
      return null;
    }
    int head = bytes.at(0) << 8 | bytes.at(1);
    if (head == 0x1f8b) {
      return GZIP;
    }
    // RFC 1950: deflate with a window of 32 KB, and the two bytes divide by 31.
    if (bytes.at(0) == 0x78 && head % 31 == 0) {
      return ZLIB;
    }
    if (bytes.length() < 4) {
      return null;
    }
    int tail = bytes.at(2) << 8 | bytes.at(3);
    return head == 0xf389 && tail == 0x9ac2
        ? AGGREGATED
        : head == 0x28b5 && tail == 0x2ffd ? ZSTD : null;
  }
}
