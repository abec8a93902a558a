package dev.tailspan.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What raw deflate (RFC 1951) unpacks to.
 *
 * @param bytes all that came out
 * @param consumed compressed bytes it took
 * @param finished whether the final block was there. Exporters that flush without closing (the
 *     collector's awskinesisexporter before May 2024) leave it out
 */
@SuppressWarnings("ArrayRecordComponent")
record Inflated(byte[] bytes, int consumed, boolean finished) {

  static Inflated of(ByteSlice compressed, String what, Budget budget) throws DecodeException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(compressed.array(), compressed.offset(), compressed.length());
      byte[] out = new byte[(int) Math.min(4L * compressed.length() + 64, budget.left() + 1L)];
      int size = 0;
      while (true) {
        if (size == out.length) {
          out = grow(out, budget);
        }
        int count = inflater.inflate(out, size, out.length - size);
        size += count;
        if (count == 0) {
          break; // finished, or nothing left to read, or it wants a dictionary
        }
      }
      if (inflater.needsDictionary()) {
        throw DecodeException.malformed("the " + what + " needs a dictionary");
      }
      if (size > budget.left()) {
        throw budget.exceeded();
      }
      budget.take(size);
      byte[] exact = size == out.length ? out : Arrays.copyOf(out, size);
      return new Inflated(exact, (int) inflater.getBytesRead(), inflater.finished());
    } catch (DataFormatException e) {
      throw DecodeException.malformed("the " + what + " is damaged: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  /** One byte more than allowed tells "as many" from "too many". */
  private static byte[] grow(byte[] full, Budget budget) throws DecodeException {
    if (full.length > budget.left()) {
      throw budget.exceeded();
    }
    return Arrays.copyOf(full, (int) Math.min(2L * full.length + 64, budget.left() + 1L));
  }
}
