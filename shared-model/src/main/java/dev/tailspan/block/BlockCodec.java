package dev.tailspan.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * The zstd frame around a block. Holds native memory and uses it again for frame after frame, so
 * keep one for the life of a process (per thread: it is not for several). Frames carry their size
 * and a checksum.
 */
public final class BlockCodec implements AutoCloseable {
  /** The knee of the curve. */
  private static final int LEVEL = 3;

  /**
   * For blocks that go to S3 anyway, where bytes cost nothing: 4 % larger, at a quarter less time.
   */
  private static final int LARGE_LEVEL = 1;

  private static final int LARGE_BYTES = 128 << 10;

  /** For a small block whose every KB is a write unit: 8 % smaller, at five times the time. */
  private static final int TIGHT_LEVEL = 10;

  /** Another 2 %, at 40 times the time: for a block that is just above a whole KB. */
  private static final int TIGHTEST_LEVEL = 15;

  private static final int WRITE_UNIT_BYTES = 1024;

  /** Of an item, what is not the block; about. */
  private static final int ITEM_BYTES = 180;

  /** No block is larger than this uncompressed; what says it is larger is not unpacked. */
  public static final int MAX_RAW_BYTES = 32 << 20;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private byte[] packed = new byte[64 << 10];
  private byte[] unpacked = new byte[256 << 10];

  public BlockCodec() {
    compressor.setChecksum(true).setContentSize(true);
  }

  /** Packs {@code raw[0, length)}. */
  byte[] compress(byte[] raw, int length) {
    return compress(raw, length, length > LARGE_BYTES ? LARGE_LEVEL : LEVEL);
  }

  /**
   * Packs for an item that is charged by the KB. The last step takes 7 ms of CPU for 50 KB, which
   * cost a third of the one write unit it saves.
   */
  byte[] compressTightly(byte[] raw, int length) {
    byte[] tight = compress(raw, length, TIGHT_LEVEL);
    int aboveUnit = (tight.length + ITEM_BYTES) % WRITE_UNIT_BYTES;
    if (aboveUnit > tight.length / 40) {
      return tight;
    }
    byte[] tightest = compress(raw, length, TIGHTEST_LEVEL);
    return tightest.length < tight.length ? tightest : tight;
  }

  private byte[] compress(byte[] raw, int length, int level) {
    compressor.setLevel(level);
    int bound = Math.toIntExact(Zstd.compressBound(length));
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    int size = compressor.compressByteArray(packed, 0, packed.length, raw, 0, length);
    return Arrays.copyOf(packed, size);
  }

  /**
   * Unpacks a frame into an array of its own.
   *
   * @param name what the block is called in an error
   * @throws CorruptBlockException when it is no frame, damaged, or larger than {@link
   *     #MAX_RAW_BYTES}
   */
  public byte[] decompress(String name, byte[] frame) {
    int size = unpack(name, frame);
    return Arrays.copyOf(unpacked, size);
  }

  /** Unpacks into {@link #unpacked()}. @return how many bytes of it are the content */
  int unpack(String name, byte[] frame) {
    // Of no bytes zstd-jni throws what no reader expects.
    long declared = frame.length == 0 ? -1 : Zstd.getFrameContentSize(frame, 0, frame.length);
    if (declared < 0) {
      throw new CorruptBlockException(name + " is no zstd frame that says its size");
    }
    if (declared > MAX_RAW_BYTES) {
      throw new CorruptBlockException(
          name + " says it holds " + declared + " bytes; blocks have at most " + MAX_RAW_BYTES);
    }
    if (unpacked.length < declared) {
      unpacked = new byte[(int) declared];
    }
    try {
      int size =
          decompressor.decompressByteArray(unpacked, 0, (int) declared, frame, 0, frame.length);
      if (size != declared) {
        throw new CorruptBlockException(name + " holds " + size + " bytes, not " + declared);
      }
      return size;
    } catch (ZstdException e) {
      throw new CorruptBlockException(name + " cannot be decompressed", e);
    }
  }

  /** The array last unpacked into; overwritten by the next one. */
  byte[] unpacked() {
    return unpacked;
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
