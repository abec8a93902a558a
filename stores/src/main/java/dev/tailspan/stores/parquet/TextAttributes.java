package dev.tailspan.stores.parquet;

import com.google.protobuf.ByteString;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Attributes as a MAP of texts, with what that loses. */
final class TextAttributes {
  /** Up to so many keys comparing each with each is cheaper than a set. */
  private static final int FEW = 24;

  private static final TextAttributes NONE = new TextAttributes(new Binary[0], List.of(), null);

  private final Binary[] keys;
  private final Binary[] values;
  private final byte[] types;
  private final List<ByteString> nested;
  private final @Nullable ByteString exact;
  private final int size;

  static TextAttributes of(Attributes attributes, KeyTexts texts) {
    if (attributes.isEmpty()) {
      return NONE;
    }
    List<KeyValue> entries = attributes.entries();
    Binary[] keys = texts.keysOf(entries);
    if (unique(keys)) {
      return new TextAttributes(keys, entries, null);
    }
    List<KeyValue> first = withoutRepeatedKeys(entries);
    return new TextAttributes(texts.keysOf(first), first, AnyValues.encode(attributes));
  }

  private TextAttributes(Binary[] keys, List<KeyValue> entries, @Nullable ByteString exact) {
    this.keys = keys;
    this.exact = exact;
    values = new Binary[entries.size()];
    types = new byte[entries.size()];
    List<ByteString> nestedValues = new ArrayList<>(0);
    int bytes = exact == null ? 0 : exact.size();
    for (int i = 0; i < keys.length; i++) {
      AttributeValue value = entries.get(i).value();
      ValueType type = ValueType.of(value);
      values[i] = Binary.fromString(value.asText());
      types[i] = (byte) type.ordinal();
      bytes += keys[i].length() + values[i].length();
      if (type == ValueType.NESTED) {
        nestedValues.add(AnyValues.encode(value));
      }
    }
    nested = nestedValues;
    size = bytes;
  }

  /** Entries of the MAP: each key once, since readers of one may refuse a key that comes twice. */
  int length() {
    return keys.length;
  }

  Binary key(int index) {
    return keys[index];
  }

  Binary value(int index) {
    return values[index];
  }

  /** One {@link ValueType} an entry; the caller leaves the array as it is. */
  byte[] types() {
    return types;
  }

  /** The values of type NESTED, as {@code AnyValue}, in order. */
  List<ByteString> nested() {
    return nested;
  }

  /** The whole list as {@code KeyValueList} where a key came twice: it replaces everything else. */
  @Nullable ByteString exact() {
    return exact;
  }

  /** Length of all texts (and of the exact list) in bytes. */
  int size() {
    return size;
  }

  /** Equal keys are one instance, so that nothing but references is compared. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean unique(Binary[] keys) {
    if (keys.length > FEW) {
      Set<Binary> seen = Collections.newSetFromMap(new IdentityHashMap<>(2 * keys.length));
      return Arrays.stream(keys).allMatch(seen::add);
    }
    for (int i = 1; i < keys.length; i++) {
      for (int j = 0; j < i; j++) {
        if (keys[i] == keys[j]) {
          return false;
        }
      }
    }
    return true;
  }

  /** The first of each key, as {@link Attributes#get} finds it. */
  private static List<KeyValue> withoutRepeatedKeys(List<KeyValue> entries) {
    Set<String> seen = new HashSet<>();
    return entries.stream().filter(entry -> seen.add(entry.key())).toList();
  }
}
