package dev.tailspan.stores.dynamodb;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.tailspan.storage.StorageException;
import java.util.Arrays;

/**
 * Bytes behind one byte that says whether they are compressed: zstd makes very short ones longer.
 */
final class Compact {
  private static final byte PLAIN = 1;
  private static final byte ZSTD = 2;
  private static final int LEVEL = 3;

  /** More than any hour's statistics or one step's kept traces; reading is bounded by it. */
  private static final int MAX_BYTES = 256 << 20;

  private Compact() {}

  static byte[] pack(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new StorageException(
          bytes.length + " bytes are more than the " + MAX_BYTES + " that can be read again");
    }
    byte[] zstd = Zstd.compress(bytes, LEVEL);
    return zstd.length < bytes.length ? marked(ZSTD, zstd) : marked(PLAIN, bytes);
  }

  private static byte[] marked(byte form, byte[] bytes) {
    byte[] marked = new byte[bytes.length + 1];
    marked[0] = form;
    System.arraycopy(bytes, 0, marked, 1, bytes.length);
    return marked;
  }

  static byte[] unpack(byte[] packed) {
    byte form = packed.length == 0 ? 0 : packed[0];
    byte[] bytes = packed.length == 0 ? packed : Arrays.copyOfRange(packed, 1, packed.length);
    return switch (form) {
      case PLAIN -> bytes;
      case ZSTD -> decompress(bytes);
      default -> throw new StorageException("damaged: form " + form + " is unknown");
    };
  }

  private static byte[] decompress(byte[] zstd) {
    try {
      long size = Zstd.getFrameContentSize(zstd);
      if (size < 0 || size > MAX_BYTES) {
        throw new StorageException("damaged: a zstd frame of " + size + " bytes");
      }
      return Zstd.decompress(zstd, (int) size);
    } catch (ZstdException
        | IndexOutOfBoundsException e) { // the latter when not even a header is there
      throw new StorageException("damaged: " + e.getMessage(), e);
    }
  }
}
