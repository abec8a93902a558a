package dev.tailspan.simulation.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The objects of the model's buckets: by bucket and key. */
public final class BucketObjects {
  private final Map<String, TreeMap<String, StoredObject>> buckets = new HashMap<>();

  record StoredObject(byte[] bytes, Map<String, String> metadata, long modifiedMillis) {}

  NavigableMap<String, StoredObject> in(String bucket) {
    return buckets.computeIfAbsent(bucket, b -> new TreeMap<>(Utf8Order.INSTANCE));
  }

  /** Puts an object there from outside. */
  public void put(String bucket, String key, byte[] bytes, long nowMillis) {
    in(bucket).put(key, new StoredObject(bytes, Map.of(), nowMillis));
  }

  /** The contents of a bucket, by key. */
  public NavigableMap<String, byte[]> contents(String bucket) {
    TreeMap<String, byte[]> contents = new TreeMap<>(Utf8Order.INSTANCE);
    in(bucket).forEach((key, object) -> contents.put(key, object.bytes()));
    return contents;
  }
}
