package dev.tailspan.wire;

import com.github.luben.zstd.NoPool;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Zstd frames (RFC 8878), read as a stream: what a frame says of its size is not believed. */
final class ZstdFrames {
  /** Of ZSTD_ErrorCode in zstd_errors.h. */
  private static final long WINDOW_TOO_LARGE = 16;

  private static final int CHUNK = 64 << 10;

  private ZstdFrames() {}

  static ByteSlice open(ByteSlice bytes, Limits limits, Budget budget) throws DecodeException {
    InputStream source = new ByteArrayInputStream(bytes.array(), bytes.offset(), bytes.length());
    ProtoWriter out = new ProtoWriter((int) Math.min(4L * bytes.length(), budget.left()));
    byte[] chunk = new byte[CHUNK];
    try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(source, NoPool.INSTANCE)) {
      in.setLongMax(limits.maxZstdWindowLog());
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (count > budget.left()) {
          throw budget.exceeded();
        }
        budget.take(count);
        out.raw(chunk, 0, count);
      }
      return ByteSlice.of(out.toBytes());
    } catch (ZstdIOException e) {
      throw refused(e, limits);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private static DecodeException refused(ZstdIOException e, Limits limits) {
    if (e.getErrorCode() == WINDOW_TOO_LARGE) {
      return DecodeException.tooLarge(
          "the zstd frame wants a window of more than 2^" + limits.maxZstdWindowLog() + " bytes");
    }
    String said = String.valueOf(e.getMessage());
    return said.startsWith("Truncated")
        ? DecodeException.truncated("the zstd frame is cut off")
        : DecodeException.malformed("the zstd frame is damaged: " + said);
  }
}
