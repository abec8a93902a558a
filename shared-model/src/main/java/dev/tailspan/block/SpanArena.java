package dev.tailspan.block;

/** Memory for copies of spans, in chunks: an array for each span would be twice the objects. */
final class SpanArena {
  private static final int CHUNK = 256 << 10;

  private byte[] chunk = new byte[0];
  private int used;
  private byte[] bytes = chunk;
  private int offset;
  private long held;

  /**
   * Copies a span; it then lies in {@link #bytes()} at {@link #offset()}.
   *
   * @param alone in an array of its own, so that it can be let go of without its neighbours
   */
  void copy(byte[] source, int from, int length, boolean alone) {
    if (alone || length > CHUNK / 4) {
      bytes = new byte[length];
      offset = 0;
    } else {
      if (chunk.length - used < length) {
        chunk = new byte[CHUNK];
        used = 0;
      }
      bytes = chunk;
      offset = used;
      used += length;
    }
    System.arraycopy(source, from, bytes, offset, length);
    held += length;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  long heldBytes() {
    return held;
  }
}
