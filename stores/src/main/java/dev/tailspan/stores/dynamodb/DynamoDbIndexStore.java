package dev.tailspan.stores.dynamodb;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.stores.s3.S3Stores;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * One item for each part of a kept trace, and one for the traces that a step of a bucket kept. All
 * content is packed ({@link TraceCodec}); policy and adjusted count of a part stand beside it for
 * people who look at the table.
 */
final class DynamoDbIndexStore implements IndexStore {
  private static final String POLICY = "policy";
  private static final String ADJUSTED_COUNT = "adjustedCount";

  /** What a DynamoDB number can hold, with room to spare. */
  private static final double READABLE = 1e100;

  private static final int READABLE_POLICY = 100;

  private final Table table;
  private final BatchWriter writer;
  private final Payloads payloads;
  private final Parallel parallel;
  private final LongSupplier nowMillis;

  DynamoDbIndexStore(
      Table table,
      BatchWriter writer,
      Payloads payloads,
      Parallel parallel,
      LongSupplier nowMillis) {
    this.table = table;
    this.writer = writer;
    this.payloads = payloads;
    this.parallel = parallel;
    this.nowMillis = nowMillis;
  }

  private record Encoded(TracePart part, Item item, byte[] content) {}

  @Override
  public void put(List<TracePart> parts, long expiresAtEpochSecond) {
    List<Item> ready = new ArrayList<>(parts.size());
    List<Encoded> large = new ArrayList<>();
    for (TracePart part : parts) {
      Encoded encoded =
          new Encoded(part, head(part, expiresAtEpochSecond), TraceCodec.encode(part));
      if (Payloads.fits(encoded.item(), encoded.content())) {
        ready.add(place(encoded));
      } else {
        large.add(encoded);
      }
    }
    parallel.map(large, this::place).forEach(outcome -> ready.add(outcome.orThrow()));
    write(ready);
  }

  private void write(List<Item> items) {
    BatchWriter.Unwritten unwritten = writer.write(items);
    if (unwritten.cause() != null) {
      throw new StorageException(
          (unwritten.keys().size() + " of " + items.size() + " index entries were not written: ")
              + unwritten.cause().getMessage(),
          unwritten.cause());
    }
  }

  private static Item head(TracePart part, long expiresAtEpochSecond) {
    Sampling sampling = part.sampling();
    Item item =
        Item.at(new Item.Key(partitionKey(part.traceId()), SortKeys.ascending(part.step())))
            .expires(expiresAtEpochSecond)
            .text(POLICY, shortened(sampling.policy()));
    double count = sampling.adjustedCount();
    return count >= 0 && count < READABLE && (count == 0 || count > 1 / READABLE)
        ? item.number(ADJUSTED_COUNT, BigDecimal.valueOf(count))
        : item;
  }

  private static String shortened(String policy) {
    return policy.length() <= READABLE_POLICY ? policy : policy.substring(0, READABLE_POLICY);
  }

  private Item place(Encoded encoded) {
    TracePart part = encoded.part();
    String name = S3Stores.INDEX + "trace/" + part.traceId().hex() + "/" + part.step();
    return payloads.place(
        encoded.item(), encoded.content(), ContentNames.of(name, encoded.content()));
  }

  @Override
  public List<TracePart> find(TraceId id) {
    return find(List.of(id));
  }

  /** Contents are fetched by this thread for all: a task must not wait for others of its pool. */
  @Override
  public List<TracePart> find(List<TraceId> ids) {
    List<TraceId> owners = new ArrayList<>();
    List<Item> live = new ArrayList<>();
    List<Parallel.Outcome<List<Item>>> found = parallel.map(ids, id -> live(partitionKey(id)));
    for (int i = 0; i < ids.size(); i++) {
      List<Item> items = found.get(i).orThrow();
      live.addAll(items);
      owners.addAll(Collections.nCopies(items.size(), ids.get(i)));
    }
    Iterator<TraceId> owner = owners.iterator();
    return payloads.decoded(live, (item, content) -> part(owner.next(), item, content));
  }

  private static TracePart part(TraceId id, Item item, byte[] content) {
    return TraceCodec.decodePart(id, Long.parseLong(item.text(Tables.SK)), content);
  }

  @Override
  public void putSegment(CatalogSegment segment, long expiresAtEpochSecond) {
    Item.Key key = segmentKey(segment.hour(), segment.step(), segment.bucket());
    Item item = Item.at(key).expires(expiresAtEpochSecond);
    SegmentServices.of(segment).ifPresent(names -> item.text(SegmentServices.ATTRIBUTE, names));
    byte[] content = TraceCodec.encode(segment);
    String name =
        S3Stores.INDEX + "hour/" + segment.hour() + "/" + segment.step() + "-" + segment.bucket();
    table.put(payloads.place(item, content, ContentNames.of(name, content)));
  }

  private static Item.Key segmentKey(long hour, long step, int bucket) {
    return new Item.Key(
        partitionKey(hour), SortKeys.descending(step) + "#" + SortKeys.bucket(bucket));
  }

  /** Each lies behind the segment it belongs to, so that both are read at once. */
  @Override
  public void putUpdates(List<CatalogUpdate> updates, long expiresAtEpochSecond) {
    write(updates.stream().map(update -> item(update, expiresAtEpochSecond)).toList());
  }

  private Item item(CatalogUpdate update, long expiresAtEpochSecond) {
    String id = update.entry().traceId().hex();
    Item.Key segment = segmentKey(update.hour(), update.step(), update.bucket());
    String sortKey = segment.sk() + "#" + id + "#" + SortKeys.ascending(update.lateStep());
    Item item = Item.at(new Item.Key(segment.pk(), sortKey)).expires(expiresAtEpochSecond);
    byte[] content = TraceCodec.encode(update);
    String name = S3Stores.INDEX + "trace/" + id + "/late-" + update.lateStep();
    return payloads.place(item, content, ContentNames.of(name, content));
  }

  @Override
  public SegmentPage segments(long hour, long newestStep, Optional<String> service, int enough) {
    String pk = partitionKey(hour);
    Table.Filter filter = SegmentServices.filter(service);
    String from = SortKeys.descending(newestStep);
    Table.Page first = table.page(pk, from, SortKeys.END, enough, filter);
    List<Item> items = new ArrayList<>(first.items());
    OptionalLong next = OptionalLong.empty();
    if (first.lastSk().isPresent()) {
      // The page may end within a step: the rest of it has keys that go on from the last one.
      String last = first.lastSk().get();
      String step = last.substring(0, last.indexOf('#'));
      items.addAll(table.query(pk, last + "!", step + SortKeys.END, filter));
      long below = SortKeys.fromDescending(step) - 1;
      next = below < 0 ? OptionalLong.empty() : OptionalLong.of(below);
    }
    return new SegmentPage(decode(hour, items), next);
  }

  private List<CatalogSegment> decode(long hour, List<Item> items) {
    long now = nowMillis.getAsLong();
    List<Item> live = items.stream().filter(item -> item.isLive(now)).toList();
    SegmentItems segments = new SegmentItems(hour);
    payloads.read(live, segments::add);
    return segments.all();
  }

  private List<Item> live(String partitionKey) {
    long now = nowMillis.getAsLong();
    return table.query(partitionKey).stream().filter(item -> item.isLive(now)).toList();
  }

  private static String partitionKey(TraceId id) {
    return "trace#" + id.hex();
  }

  private static String partitionKey(long hour) {
    return "hour#" + hour;
  }
}
