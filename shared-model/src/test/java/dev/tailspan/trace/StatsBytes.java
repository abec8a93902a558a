package dev.tailspan.trace;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;

/** Takes an encoded blob apart, so that damage can be done behind the compression. */
final class StatsBytes {
  private StatsBytes() {}

  static byte[] body(byte[] file) {
    byte[] frame = Arrays.copyOfRange(file, StatsWriter.MAGIC.length, file.length);
    return Zstd.decompress(frame, (int) Zstd.getFrameContentSize(frame));
  }

  static byte[] file(byte[] body) {
    byte[] frame = Zstd.compress(body);
    byte[] file = Arrays.copyOf(StatsWriter.MAGIC, StatsWriter.MAGIC.length + frame.length);
    System.arraycopy(frame, 0, file, StatsWriter.MAGIC.length, frame.length);
    return file;
  }
}
