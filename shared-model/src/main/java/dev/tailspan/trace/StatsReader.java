package dev.tailspan.trace;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.CodedInputStream;
import dev.tailspan.model.SpanKind;
import java.io.IOException;
import java.util.Arrays;

/** Reads what {@link StatsWriter} wrote; bytes that are anything else cost bounded memory. */
final class StatsReader {
  /** Far above what the caps of {@link ServiceStats} allow in practice. */
  private static final int MAX_DECODED_BYTES = 128 << 20;

  /** Above it a count would lose its last digits as a double. */
  private static final long MAX_COUNT = 1L << 53;

  private final CodedInputStream in;

  StatsReader(byte[] encoded) {
    int start = StatsWriter.MAGIC.length;
    if (encoded.length >= start && encoded[0] == 'T' && encoded[1] == 'S' && encoded[2] > 1) {
      throw new CorruptStatsException(
          "the statistics are stored in version "
              + encoded[2]
              + ", this Tailspan reads up to version 1: a newer one wrote them, deploy that again");
    }
    if (encoded.length <= start || !Arrays.equals(encoded, 0, start, StatsWriter.MAGIC, 0, start)) {
      throw new CorruptStatsException("statistics of version 1 begin with TS 1, these do not");
    }
    byte[] frame = Arrays.copyOfRange(encoded, start, encoded.length);
    long size = Zstd.getFrameContentSize(frame);
    if (size < 0 || size > MAX_DECODED_BYTES) {
      throw new CorruptStatsException("the zstd frame says it holds " + size + " bytes");
    }
    try {
      this.in = CodedInputStream.newInstance(Zstd.decompress(frame, (int) size));
    } catch (ZstdException e) {
      throw new CorruptStatsException("the zstd frame is damaged: " + e.getMessage());
    }
  }

  /** Adds what is there to the maps. @return number of traces */
  long read(
      CappedStats<ServiceStats.Service, ServiceOperations> services,
      CappedStats<ServiceStats.Edge, CallStats> edges) {
    try {
      long traces = count();
      services(services);
      edges(edges);
      if (!in.isAtEnd()) {
        throw new CorruptStatsException("bytes follow after byte " + in.getTotalBytesRead());
      }
      return traces;
    } catch (IOException e) {
      throw new CorruptStatsException("at byte " + in.getTotalBytesRead() + ": " + e.getMessage());
    }
  }

  private void services(CappedStats<ServiceStats.Service, ServiceOperations> services)
      throws IOException {
    for (long i = count(); i > 0; i--) {
      ServiceOperations service =
          services.get(new ServiceStats.Service(in.readStringRequireUtf8()));
      for (long j = count(); j > 0; j--) {
        String name = in.readStringRequireUtf8();
        stats(service.of(name, SpanKind.of(in.readUInt32())));
      }
      stats(service.operations().other());
    }
    stats(services.other().operations().other());
  }

  private void edges(CappedStats<ServiceStats.Edge, CallStats> edges) throws IOException {
    for (long i = count(); i > 0; i--) {
      String caller = in.readStringRequireUtf8();
      String callee = in.readStringRequireUtf8();
      stats(edges.get(new ServiceStats.Edge(caller, callee, in.readBool())));
    }
    stats(edges.other());
  }

  private void stats(CallStats stats) throws IOException {
    stats.add(count(), count());
    long bin = LatencySketch.MIN_BIN;
    for (long i = count(); i > 0; i--) {
      bin += count();
      if (bin > LatencySketch.MAX_BIN) {
        throw new CorruptStatsException(
            "at byte " + in.getTotalBytesRead() + ": a duration beyond the longest");
      }
      stats.addBin((int) bin, count());
    }
  }

  private long count() throws IOException {
    long count = in.readUInt64();
    if (count < 0 || count > MAX_COUNT) {
      throw new CorruptStatsException(
          "at byte " + in.getTotalBytesRead() + ": a count of " + Long.toUnsignedString(count));
    }
    return count;
  }
}
