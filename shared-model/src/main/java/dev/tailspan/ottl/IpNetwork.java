package dev.tailspan.ottl;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A network such as {@code 10.0.0.0/8}, read without asking any name server.
 *
 * @param address 4 or 16 bytes
 * @param bits how many of them count
 */
record IpNetwork(byte[] address, int bits) {

  /** Null where it is none. */
  static @Nullable IpNetwork parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = slash < 0 ? null : bytes(text.substring(0, slash));
    String bits = text.substring(slash + 1);
    if (address == null || !bits.matches("[0-9]{1,3}")) {
      return null;
    }
    int count = Integer.parseInt(bits);
    boolean leadingZero = bits.length() > 1 && bits.startsWith("0");
    if (count > 8 * address.length || leadingZero && count > 0 && bits.length() > 3) {
      return null;
    }
    byte[] small = shortened(address);
    boolean mapped = small.length < address.length;
    return mapped ? new IpNetwork(small, Math.max(0, count - 96)) : new IpNetwork(address, count);
  }

  /** The address, of 4 bytes also where it is written as one of 16; null where it is none. */
  static byte @Nullable [] address(String text) {
    byte[] bytes = bytes(text);
    return bytes == null ? null : shortened(bytes);
  }

  boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int i = 0; i < address.length; i++) {
      int counting = Math.max(0, Math.min(8, bits - 8 * i));
      int mask = 0xff00 >> counting & 0xff;
      if ((address[i] & mask) != (other[i] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] bytes(String text) {
    return text.indexOf(':') < 0 ? four(text) : sixteen(text);
  }

  private static byte[] shortened(byte[] bytes) {
    byte[] mapped = new byte[12];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    return bytes.length == 16 && Arrays.equals(bytes, 0, 12, mapped, 0, 12)
        ? Arrays.copyOfRange(bytes, 12, 16)
        : bytes;
  }

  private static byte @Nullable [] four(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[4];
    for (int i = 0; i < parts.length; i++) {
      boolean number = parts[i].matches("0|[1-9][0-9]{0,2}");
      if (parts.length != 4 || !number || Integer.parseInt(parts[i]) > 255) {
        return null;
      }
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return bytes;
  }

  private static byte @Nullable [] sixteen(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int given = head.length + tail.length;
    if (gap < 0 ? given != 16 : given > 14) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, 16);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  /** Groups of hex digits; the last may be an address of four bytes where it ends the whole. */
  private static byte @Nullable [] groups(String text, boolean last) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    byte[] bytes = new byte[2 * parts.length + 2];
    int size = 0;
    for (int i = 0; i < parts.length && size <= 16; i++) {
      byte[] four = last && i == parts.length - 1 ? four(parts[i]) : null;
      if (four != null) {
        System.arraycopy(four, 0, bytes, size, 4);
        size += 4;
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        int group = Integer.parseInt(parts[i], 16);
        bytes[size++] = (byte) (group >> 8);
        bytes[size++] = (byte) group;
      } else {
        return null;
      }
    }
    return Arrays.copyOf(bytes, size);
  }
}
