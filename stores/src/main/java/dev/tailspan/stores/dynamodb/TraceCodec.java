package dev.tailspan.stores.dynamodb;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.trace.TraceSummary;
import java.util.List;

/**
 * What the index holds of kept traces, packed: a usual trace part takes less than the 1 KB of one
 * write unit. The first byte of each blob is the version of its form.
 */
final class TraceCodec {
  private static final int VERSION = 1;

  private TraceCodec() {}

  static byte[] encode(TracePart part) {
    PackedWriter out = new PackedWriter().varint(VERSION);
    sampling(out, part.sampling());
    summary(out, part.summary());
    return Compact.pack(out.list(part.places(), TraceCodec::place).bytes());
  }

  static TracePart decodePart(TraceId id, long step, byte[] packed) {
    PackedReader in = new PackedReader(Compact.unpack(packed));
    in.version(VERSION);
    TracePart part = new TracePart(id, step, sampling(in), summary(in), in.list(TraceCodec::place));
    in.end();
    return part;
  }

  static byte[] encode(CatalogSegment segment) {
    PackedWriter out = new PackedWriter().varint(VERSION);
    return Compact.pack(out.list(segment.entries(), TraceCodec::entry).bytes());
  }

  static CatalogSegment decodeSegment(long hour, int bucket, long step, byte[] packed) {
    PackedReader in = new PackedReader(Compact.unpack(packed));
    in.version(VERSION);
    List<CatalogSegment.Entry> entries = in.list(TraceCodec::entry);
    in.end();
    return new CatalogSegment(hour, bucket, step, entries);
  }

  static byte[] encode(CatalogUpdate update) {
    PackedWriter out = new PackedWriter().varint(VERSION);
    entry(out, update.entry());
    return Compact.pack(out.fixed(update.entry().placeUnixNano()).bytes());
  }

  static CatalogUpdate decodeUpdate(
      long hour, int bucket, long step, long lateStep, byte[] packed) {
    PackedReader in = new PackedReader(Compact.unpack(packed));
    in.version(VERSION);
    CatalogSegment.Entry entry = entry(in);
    CatalogSegment.Entry placed =
        new CatalogSegment.Entry(entry.traceId(), entry.summary(), entry.sampling(), in.fixed());
    in.end();
    return new CatalogUpdate(hour, bucket, step, lateStep, placed);
  }

  private static void entry(PackedWriter out, CatalogSegment.Entry entry) {
    out.fixed(entry.traceId().high()).fixed(entry.traceId().low());
    summary(out, entry.summary());
    sampling(out, entry.sampling());
  }

  private static CatalogSegment.Entry entry(PackedReader in) {
    return new CatalogSegment.Entry(new TraceId(in.fixed(), in.fixed()), summary(in), sampling(in));
  }

  private static void sampling(PackedWriter out, Sampling sampling) {
    out.text(sampling.policy())
        .text(sampling.reason())
        .fixed(Double.doubleToRawLongBits(sampling.adjustedCount()))
        .zigzag(sampling.decidedAtMillis())
        .text(sampling.policyVersion());
  }

  private static Sampling sampling(PackedReader in) {
    return new Sampling(
        in.text(), in.text(), Double.longBitsToDouble(in.fixed()), in.zigzag(), in.text());
  }

  private static void summary(PackedWriter out, TraceSummary summary) {
    out.list(summary.services(), PackedWriter::text);
    service(out, summary.services(), summary.rootService());
    out.text(summary.rootName())
        .fixed(summary.startTimeUnixNano())
        .varint(summary.durationNanos())
        .varint(summary.spanCount())
        .varint(summary.errorCount())
        .list(summary.operations(), (o, operation) -> operation(o, summary, operation))
        .list(summary.flags(), PackedWriter::text);
  }

  private static TraceSummary summary(PackedReader in) {
    List<String> services = in.list(PackedReader::text);
    return new TraceSummary(
        service(in, services),
        in.text(),
        in.fixed(),
        in.varint(),
        in.varint32(),
        in.varint32(),
        services,
        in.list(i -> operation(i, services)),
        in.list(PackedReader::text));
  }

  /** A service by its place in the list, from 1; one that is not in it by 0 and its name. */
  private static void service(PackedWriter out, List<String> services, String service) {
    int place = services.indexOf(service) + 1;
    out.varint(place);
    if (place == 0) {
      out.text(service);
    }
  }

  private static String service(PackedReader in, List<String> services) {
    long place = in.varint();
    if (place == 0) {
      return in.text();
    }
    return at(services, place);
  }

  private static String at(List<String> services, long place) {
    if (place < 0 || place > services.size()) {
      throw new StorageException("damaged: service " + place + " of " + services.size());
    }
    return services.get((int) place - 1);
  }

  /** "service\nname" as the service's place and the name; without a line feed as place 0 only. */
  private static void operation(PackedWriter out, TraceSummary summary, String operation) {
    int feed = operation.indexOf('\n');
    int place = feed < 0 ? 0 : summary.services().indexOf(operation.substring(0, feed)) + 1;
    out.varint(place).text(place == 0 ? operation : operation.substring(feed + 1));
  }

  private static String operation(PackedReader in, List<String> services) {
    long place = in.varint();
    String name = in.text();
    return place == 0 ? name : at(services, place) + "\n" + name;
  }

  private static void place(PackedWriter out, TracePart.Place place) {
    out.text(place.file())
        .varint(place.fileBytes())
        .varint(place.footerBytes())
        .varint(place.rowGroup())
        .varint(place.rowGroupOffset())
        .varint(place.rowGroupBytes());
  }

  private static TracePart.Place place(PackedReader in) {
    return new TracePart.Place(
        in.text(), in.varint(), in.varint32(), in.varint32(), in.varint(), in.varint());
  }
}
