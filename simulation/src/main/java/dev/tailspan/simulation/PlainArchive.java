package dev.tailspan.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive of OTLP in S3: with the keys and the order of writes of the Parquet archive, at a
 * hundredth of its time. Scenarios have either.
 */
final class PlainArchive implements ArchiveStore {
  private final S3Objects objects;

  PlainArchive(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public Writer open(Partition partition) {
    return new PlainWriter(partition);
  }

  @Override
  public List<Span> read(TraceId id, TracePart.Place place) {
    byte[] bytes =
        objects
            .get(place.file(), place.rowGroupOffset(), place.rowGroupBytes())
            .orElseThrow(() -> new StorageException(place.file() + " is not there"));
    try {
      return OtlpProto.decode(bytes, Limits.DEFAULT);
    } catch (DecodeException e) {
      throw new StorageException(place.file() + " is damaged", e);
    }
  }

  private final class PlainWriter implements Writer {
    private final Partition partition;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final Map<TraceId, long[]> ranges = new LinkedHashMap<>();

    PlainWriter(Partition partition) {
      this.partition = partition;
    }

    @Override
    public void add(KeptTrace trace) {
      file.writeBytes((trace.sampling() + "\n" + trace.summary() + "\n").getBytes(UTF_8));
      byte[] spans = OtlpProto.encodeInOrder(trace.spans());
      if (ranges.put(trace.id(), new long[] {file.size(), spans.length}) != null) {
        throw new IllegalArgumentException("trace " + trace.id() + " was added before");
      }
      file.writeBytes(spans);
    }

    @Override
    public Map<TraceId, List<TracePart.Place>> finish() {
      byte[] bytes = file.toByteArray();
      String key = partition.file(0, hash(bytes));
      objects.put(key, bytes);
      Map<TraceId, List<TracePart.Place>> places = new LinkedHashMap<>();
      ranges.forEach(
          (id, range) ->
              places.put(
                  id, List.of(new TracePart.Place(key, bytes.length, 0, 0, range[0], range[1]))));
      return places;
    }

    @Override
    public void close() {}
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
