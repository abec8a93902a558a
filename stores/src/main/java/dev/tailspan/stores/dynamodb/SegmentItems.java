package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the items of an hour together, in the order of their keys: a segment ({@code step#bucket})
 * and behind it its updates ({@code step#bucket#traceId#lateStep}), or those alone when the filter
 * has left the segment out.
 */
final class SegmentItems {
  private static final int SEGMENT_KEY_PARTS = 2;

  private final long hour;
  private final List<CatalogSegment> all = new ArrayList<>();
  private final List<CatalogUpdate> updates = new ArrayList<>();
  private CatalogSegment last;

  SegmentItems(long hour) {
    this.hour = hour;
    this.last = new CatalogSegment(hour, -1, -1, List.of());
  }

  /** The next one. */
  void add(Item item, byte[] content) {
    String[] key = item.text(Tables.SK).split("#", -1);
    long step = SortKeys.fromDescending(key[0]);
    int bucket = Integer.parseInt(key[1]);
    if (step != last.step() || bucket != last.bucket()) {
      finishLast();
      last = new CatalogSegment(hour, bucket, step, List.of());
    }
    if (key.length == SEGMENT_KEY_PARTS) {
      last = TraceCodec.decodeSegment(hour, bucket, step, content);
    } else {
      updates.add(TraceCodec.decodeUpdate(hour, bucket, step, Long.parseLong(key[3]), content));
    }
  }

  private void finishLast() {
    if (last.bucket() >= 0) {
      all.add(CatalogUpdate.apply(last, updates));
    }
    updates.clear();
  }

  List<CatalogSegment> all() {
    finishLast();
    return all;
  }
}
