package dev.tailspan.wire;

import java.util.Arrays;

/** A piece of an array that is looked at in place; nobody may change the array any more. */
@SuppressWarnings("ArrayRecordComponent") // the point of it is not to copy
public record ByteSlice(byte[] array, int offset, int length) {
  public ByteSlice {
    if (offset < 0 || length < 0 || offset > array.length - length) {
      throw new IndexOutOfBoundsException(
          offset + " + " + length + " lies outside of " + array.length + " bytes");
    }
  }

  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  /** The end, exclusive. */
  public int end() {
    return offset + length;
  }

  /** The byte at an index from the start of the slice, 0 to 255. */
  public int at(int index) {
    return array[offset + index] & 0xff;
  }

  /** A copy, or the array itself where the slice is all of it. */
  public byte[] toBytes() {
    return offset == 0 && length == array.length
        ? array
        : Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ByteSlice other
        && Arrays.equals(array, offset, end(), other.array, other.offset, other.end());
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < end(); i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }
}
