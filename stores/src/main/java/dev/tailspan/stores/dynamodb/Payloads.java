package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.s3.S3Objects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Content that is in its item when the whole item has 8 KB at most, and else in S3 with the item as
 * a pointer: one S3 PUT costs what eight write units of 1 KB cost. The object is written first, so
 * that a pointer never leads nowhere.
 */
final class Payloads {
  static final int INLINE_ITEM_BYTES = 8 * 1024;

  private static final String CONTENT = "content";
  private static final String REFERENCE = "ref";
  private static final String LENGTH = "length";

  private final S3Objects objects;
  private final Parallel parallel;

  Payloads(S3Objects objects, Parallel parallel) {
    this.objects = objects;
    this.parallel = parallel;
  }

  /** Whether the content can be in the item, which is complete but for it. */
  static boolean fits(Item item, byte[] content) {
    return item.size() + CONTENT.length() + content.length <= INLINE_ITEM_BYTES;
  }

  /**
   * Adds the content to the item, which is complete but for it.
   *
   * @param objectKey where it goes if it is too large; never used for different content
   */
  Item place(Item item, byte[] content, String objectKey) {
    if (fits(item, content)) {
      return item.bytes(CONTENT, content);
    }
    objects.put(objectKey, content);
    return item.text(REFERENCE, objectKey).number(LENGTH, content.length);
  }

  static boolean isInline(Item item) {
    return item.has(CONTENT);
  }

  static byte[] inline(Item item) {
    return item.bytes(CONTENT);
  }

  static int length(Item item) {
    return isInline(item) ? inline(item).length : (int) item.number(LENGTH);
  }

  byte[] content(Item item) {
    return isInline(item) ? inline(item) : object(item.text(REFERENCE));
  }

  /** The contents of several items; those in S3 are fetched side by side. */
  List<byte[]> contents(List<Item> items) {
    if (items.stream().allMatch(Payloads::isInline)) {
      return items.stream().map(Payloads::inline).toList();
    }
    return parallel.map(items, this::content).stream().map(Parallel.Outcome::orThrow).toList();
  }

  /**
   * What the contents of items stand for, in the order of these.
   *
   * @throws StorageException naming the item of which it is damaged
   */
  <T> List<T> decoded(List<Item> items, BiFunction<Item, byte[], T> decoder) {
    List<T> decoded = new ArrayList<>(items.size());
    read(items, (item, content) -> decoded.add(decoder.apply(item, content)));
    return decoded;
  }

  /** The same for one who puts together what several items say. */
  void read(List<Item> items, BiConsumer<Item, byte[]> reader) {
    List<byte[]> contents = contents(items);
    for (int i = 0; i < items.size(); i++) {
      byte[] content = contents.get(i);
      items
          .get(i)
          .decode(
              item -> {
                reader.accept(item, content);
                return item;
              });
    }
  }

  /** The content of one, {@linkplain Compact#pack packed}. */
  byte[] unpacked(Item item) {
    byte[] content = content(item);
    return item.decode(from -> Compact.unpack(content));
  }

  /** Equally long parts of several contents; of those in S3 no more is fetched, side by side. */
  List<byte[]> parts(List<Item> items, ToIntFunction<Item> from, int length) {
    return parallel.map(items, item -> part(item, from.applyAsInt(item), length)).stream()
        .map(Parallel.Outcome::orThrow)
        .toList();
  }

  private byte[] part(Item item, int from, int length) {
    if (isInline(item)) {
      return item.decode(read -> Arrays.copyOfRange(inline(read), from, from + length));
    }
    String key = item.text(REFERENCE);
    return objects.get(key, from, length).orElseThrow(() -> gone(key));
  }

  byte[] object(String key) {
    return objects.get(key).orElseThrow(() -> gone(key));
  }

  private static StorageException gone(String key) {
    return new StorageException("the content in S3 object " + key + " is gone");
  }
}
