package dev.tailspan.publisher.export;

import com.github.luben.zstd.ZstdCompressCtx;

/** Apart from {@link Compression}, so that who uses gzip can leave zstd-jni out. */
final class ZstdFrames {
  private static final int LEVEL = 1;

  private ZstdFrames() {}

  static byte[] compress(byte[] plain) {
    // Not kept: a batch comes a few times a second, and native memory would have to be given back
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      return context.setLevel(LEVEL).setChecksum(true).compress(plain);
    }
  }

  /** Loads the native library. */
  static void check() {
    compress(new byte[0]);
  }
}
