package dev.tailspan.stores.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.StoredVersion;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of one item, filled in by its store or as it was read. */
final class Item {
  /** The version of every item, in an attribute of a letter: its name is paid for, too. */
  static final String VERSION = "v";

  static final int NEWEST = 1;

  private final Map<String, AttributeValue> attributes;

  /** Names an item of a table. */
  record Key(String pk, String sk) {
    Map<String, AttributeValue> attributes() {
      return Map.of(Tables.PK, AttributeValue.fromS(pk), Tables.SK, AttributeValue.fromS(sk));
    }
  }

  private Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  static Item at(Key key) {
    return new Item(new LinkedHashMap<>(key.attributes())).number(VERSION, NEWEST);
  }

  /**
   * An item as it was read.
   *
   * @throws StorageException when it is of a version that is not known
   */
  static Item read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    if (item.has(VERSION)) {
      StoredVersion.require(item.name(), item.number(VERSION), NEWEST);
    }
    return item;
  }

  Item with(String name, AttributeValue value) {
    attributes.put(name, value);
    return this;
  }

  Item text(String name, String value) {
    return with(name, AttributeValue.fromS(value));
  }

  Item number(String name, long value) {
    return with(name, AttributeValue.fromN(Long.toString(value)));
  }

  Item number(String name, BigDecimal value) {
    return with(name, AttributeValue.fromN(value.toPlainString()));
  }

  Item bytes(String name, byte[] value) {
    // Not copied: the writer hands the array over.
    return with(name, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value)));
  }

  Item expires(long atEpochSecond) {
    return number(Tables.EXPIRES_AT, atEpochSecond);
  }

  Map<String, AttributeValue> attributes() {
    return attributes;
  }

  Key key() {
    return new Key(text(Tables.PK), text(Tables.SK));
  }

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  String text(String name) {
    return required(name, AttributeValue::s);
  }

  long number(String name) {
    String digits = required(name, AttributeValue::n);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new StorageException(name() + " has no 64-bit number as " + name + ": " + digits, e);
    }
  }

  byte[] bytes(String name) {
    return required(name, AttributeValue::b).asByteArrayUnsafe();
  }

  Map<String, AttributeValue> map(String name) {
    return required(name, value -> value.hasM() ? value.m() : null);
  }

  /** Whether it is to be seen still; an item without expiry always is. */
  boolean isLive(long nowMillis) {
    return !has(Tables.EXPIRES_AT) || number(Tables.EXPIRES_AT) > Math.floorDiv(nowMillis, 1000L);
  }

  /**
   * What it stands for, or for what its content does.
   *
   * @throws StorageException naming the item, whatever is wrong with it
   */
  <T> T decode(Function<Item, T> reader) {
    try {
      return reader.apply(this);
    } catch (StorageException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(name()) ? e : new StorageException(name() + ": " + message, e);
    } catch (RuntimeException e) {
      throw new StorageException(name() + " is damaged: " + e, e);
    }
  }

  private String name() {
    return "the item " + written(Tables.PK) + " " + written(Tables.SK);
  }

  private String written(String name) {
    AttributeValue value = attributes.get(name);
    return value == null || value.s() == null ? "without " + name : value.s();
  }

  private <T> T required(String name, Function<AttributeValue, @Nullable T> typed) {
    AttributeValue value = attributes.get(name);
    T content = value == null ? null : typed.apply(value);
    if (content == null) {
      throw new StorageException(name() + " has no " + name + ", or of another type");
    }
    return content;
  }

  /**
   * The size by which DynamoDB charges ("Item sizes and formats" in its developer guide): names and
   * values, a number taking one byte for two digits and one more. Never too small, as leading and
   * trailing zeros, which do not count, are counted here.
   */
  int size() {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      size += utf8Length(attribute.getKey()) + sizeOf(attribute.getValue());
    }
    return size;
  }

  private static int sizeOf(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8Length(value.s());
      case N -> (value.n().length() + 1) / 2 + 1;
      case B -> value.b().asByteArrayUnsafe().length;
      default -> throw new IllegalStateException("no size known for " + value.type());
    };
  }

  private static int utf8Length(String text) {
    return text.getBytes(UTF_8).length;
  }
}
