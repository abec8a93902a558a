package dev.tailspan.trace;

import com.datadoghq.sketch.ddsketch.store.Bin;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Statistics to bytes: {@code TS}, a version, one zstd frame. In it, numbers are varints and texts
 * have their length before them, as in protobuf:
 *
 * <pre>
 * file      = traces services stats(past the cap) edges stats(past the cap)
 * services  = count (name operations stats(past the cap))*   sorted by name
 * operations= count (name kind stats)*                       sorted by name, kind
 * edges     = count (caller callee messaging stats)*         sorted
 * stats     = calls errors count (bin count)*                bins as distances, none empty
 * </pre>
 *
 * <p>Bins are written here rather than by DDSketch's own {@code encode()}, so that a damaged blob
 * can be checked bin by bin: the dense store would allocate as wide an array as the bytes claim.
 */
final class StatsWriter {
  static final byte[] MAGIC = {'T', 'S', 1};
  private static final int ZSTD_LEVEL = 6;

  private final ByteString.Output bytes = ByteString.newOutput();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  byte[] write(
      long traces,
      CappedStats<ServiceStats.Service, ServiceOperations> services,
      CappedStats<ServiceStats.Edge, CallStats> edges) {
    try {
      out.writeUInt64NoTag(traces);
      services(services);
      edges(edges);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    byte[] frame;
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      zstd.setLevel(ZSTD_LEVEL).setChecksum(true);
      frame = zstd.compress(bytes.toByteString().toByteArray());
    }
    byte[] file = new byte[MAGIC.length + frame.length];
    System.arraycopy(MAGIC, 0, file, 0, MAGIC.length);
    System.arraycopy(frame, 0, file, MAGIC.length, frame.length);
    return file;
  }

  private void services(CappedStats<ServiceStats.Service, ServiceOperations> services)
      throws IOException {
    out.writeUInt32NoTag(services.size());
    for (ServiceOperations service : services.sorted().values()) {
      out.writeStringNoTag(service.service());
      CappedStats<ServiceOperations.Operation, CallStats> operations = service.operations();
      out.writeUInt32NoTag(operations.size());
      for (Map.Entry<ServiceOperations.Operation, CallStats> entry :
          operations.sorted().entrySet()) {
        out.writeStringNoTag(entry.getKey().name());
        out.writeUInt32NoTag(entry.getKey().kind().number());
        stats(entry.getValue());
      }
      stats(operations.other());
    }
    stats(services.other().operations().other());
  }

  private void edges(CappedStats<ServiceStats.Edge, CallStats> edges) throws IOException {
    out.writeUInt32NoTag(edges.size());
    for (Map.Entry<ServiceStats.Edge, CallStats> entry : edges.sorted().entrySet()) {
      out.writeStringNoTag(entry.getKey().caller());
      out.writeStringNoTag(entry.getKey().callee());
      out.writeBoolNoTag(entry.getKey().messaging());
      stats(entry.getValue());
    }
    stats(edges.other());
  }

  private void stats(CallStats stats) throws IOException {
    out.writeUInt64NoTag(stats.calls());
    out.writeUInt64NoTag(stats.errors());
    List<Bin> bins = new ArrayList<>();
    for (Iterator<Bin> all = stats.latency().bins(); all.hasNext(); ) {
      Bin bin = all.next();
      if (bin.getCount() > 0) {
        bins.add(bin);
      }
    }
    out.writeUInt32NoTag(bins.size());
    int before = LatencySketch.MIN_BIN;
    for (Bin bin : bins) {
      out.writeUInt32NoTag(bin.getIndex() - before);
      out.writeUInt64NoTag((long) bin.getCount());
      before = bin.getIndex();
    }
  }
}
