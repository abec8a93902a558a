package dev.tailspan.policy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the next round of a bucket needs to know of the rounds before: what is left of the budgets.
 * Small and bounded; equal memories give equal bytes.
 *
 * @param endMillis when the last round ended, epoch milliseconds
 * @param left by limiter and key what is left of its budget; a keyed budget that is full again is
 *     not listed
 */
public record RoundMemory(long endMillis, SortedMap<String, SortedMap<Long, Double>> left) {
  /** Before the first round. */
  public static final RoundMemory NONE = new RoundMemory(Long.MIN_VALUE, new TreeMap<>());

  /** Keyed budgets remembered of one limiter: those with least left; 16 bytes each. */
  static final int MAX_KEYS = 10_000;

  /** Of all limiters of a file together, shared out evenly: about 9 MB while a round is open. */
  private static final int MAX_KEYS_OF_ALL = 10 * MAX_KEYS;

  private static final int VERSION = 1;

  /** How many keys of each limiter are told apart, of so many limiters with keys in a file. */
  static int maxKeys(long keyedLimiters) {
    return (int) Math.max(1, Math.min(MAX_KEYS, MAX_KEYS_OF_ALL / Math.max(1, keyedLimiters)));
  }

  public RoundMemory {
    SortedMap<String, SortedMap<Long, Double>> copy = new TreeMap<>();
    left.forEach(
        (id, keys) -> copy.put(id, Collections.unmodifiableSortedMap(new TreeMap<>(keys))));
    left = Collections.unmodifiableSortedMap(copy);
  }

  OptionalDouble left(Limiter limiter, long key) {
    Map<Long, Double> keys = left.get(limiter.id());
    Double value = keys == null ? null : keys.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** A versioned form of its own. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(endMillis);
      out.writeInt(left.size());
      for (Map.Entry<String, SortedMap<Long, Double>> limiter : left.entrySet()) {
        out.writeUTF(limiter.getKey());
        out.writeInt(limiter.getValue().size());
        for (Map.Entry<Long, Double> key : limiter.getValue().entrySet()) {
          out.writeLong(key.getKey());
          out.writeDouble(key.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static RoundMemory decode(byte[] encoded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("a round's memory of version " + version);
      }
      long endMillis = in.readLong();
      SortedMap<String, SortedMap<Long, Double>> left = new TreeMap<>();
      for (int limiters = in.readInt(); limiters > 0; limiters--) {
        SortedMap<Long, Double> keys = new TreeMap<>();
        left.put(in.readUTF(), keys);
        for (int count = in.readInt(); count > 0; count--) {
          keys.put(in.readLong(), in.readDouble());
        }
      }
      return new RoundMemory(endMillis, left);
    } catch (IOException e) {
      throw new IllegalArgumentException("a round's memory is cut off", e);
    }
  }
}
