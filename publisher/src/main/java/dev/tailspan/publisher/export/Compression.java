package dev.tailspan.publisher.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** How a record is packed; readers tell by its first bytes. */
public enum Compression {
  /** As it is: ten times the bytes, for readers that unpack nothing. */
  NONE {
    @Override
    byte[] compress(byte[] plain) {
      return plain;
    }
  },
  /** By the JDK alone. */
  GZIP {
    @Override
    byte[] compress(byte[] plain) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
      try (FastGzip gzip = new FastGzip(bytes)) {
        gzip.write(plain);
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail", e);
      }
      return bytes.toByteArray();
    }
  },
  /** A third of gzip's time, and smaller; needs zstd-jni. */
  ZSTD {
    @Override
    byte[] compress(byte[] plain) {
      return ZstdFrames.compress(plain);
    }

    @Override
    void check() {
      try {
        ZstdFrames.check();
      } catch (LinkageError e) {
        throw new IllegalArgumentException(
            "compression zstd needs com.github.luben:zstd-jni, which cannot be used here ("
                + e
                + "); add it or set compression to gzip",
            e);
      }
    }
  };

  abstract byte[] compress(byte[] plain);

  /** Fails where this one cannot work, so that it is known at the start. */
  void check() {}

  /** Packed, or as it is where that is not larger. */
  final byte[] pack(byte[] plain) {
    byte[] packed = compress(plain);
    return packed.length < plain.length ? packed : plain;
  }

  /**
   * Of a setting's text.
   *
   * @throws IllegalArgumentException with what may be written
   */
  public static Compression of(String text) {
    for (Compression compression : values()) {
      if (compression.name().equalsIgnoreCase(text)) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        "compression must be zstd, gzip or none, but is '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream bytes) throws IOException {
      super(bytes);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
