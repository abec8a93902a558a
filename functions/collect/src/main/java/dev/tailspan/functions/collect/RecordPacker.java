package dev.tailspan.functions.collect;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/**
 * Packs records for the stream, which is paid by the byte. Zstandard, as it takes a quarter of
 * gzip's time here and again when it is read, and is smaller. Holds native memory for the life of
 * the process; not for several threads.
 */
final class RecordPacker {
  /** Level 3 is 1 % smaller, at 30 % more time. */
  private static final int LEVEL = 1;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private byte[] packed = new byte[64 << 10];

  RecordPacker() {
    compressor.setLevel(LEVEL).setChecksum(true).setContentSize(true);
  }

  /** The record packed, or as it is where that is not larger. */
  byte[] pack(byte[] record) {
    int bound = Math.toIntExact(Zstd.compressBound(record.length));
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    int size = compressor.compressByteArray(packed, 0, packed.length, record, 0, record.length);
    return size < record.length ? Arrays.copyOf(packed, size) : record;
  }
}
