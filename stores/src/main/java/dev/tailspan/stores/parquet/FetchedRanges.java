package dev.tailspan.stores.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file of which some ranges are in memory. Parquet's reader makes many reads of few bytes: none
 * of them may become a request, so one outside of the ranges fails.
 */
final class FetchedRanges implements InputFile {
  private final String name;
  private final long length;
  private final List<Range> ranges;

  FetchedRanges(String name, long length, List<Range> ranges) {
    this.name = name;
    this.length = length;
    this.ranges = List.copyOf(ranges);
  }

  /** Bytes of the file from an offset on. */
  record Range(long from, byte[] bytes) {
    private boolean holds(long position, long count) {
      return position >= from && count >= 0 && count <= from + bytes.length - position;
    }
  }

  /** Whether all of these bytes are in memory. */
  boolean holds(long position, long count) {
    return ranges.stream().anyMatch(range -> range.holds(position, count));
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream();
  }

  @Override
  public String toString() {
    return name;
  }

  private final class Stream extends SeekableInputStream {
    private long position;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) {
      position = newPosition;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      readFully(one);
      return one[0] & 0xFF;
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(bytes, 0, bytes.length);
    }

    @Override
    public void readFully(byte[] bytes, int start, int count) throws IOException {
      Range range = range(count);
      System.arraycopy(range.bytes(), (int) (position - range.from()), bytes, start, count);
      position += count;
    }

    @Override
    public int read(byte[] bytes, int start, int count) throws IOException {
      readFully(bytes, start, count);
      return count;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int count = buffer.remaining();
      readFully(buffer);
      return count;
    }

    @Override
    public void readFully(ByteBuffer buffer) throws IOException {
      int count = buffer.remaining();
      Range range = range(count);
      buffer.put(range.bytes(), (int) (position - range.from()), count);
      position += count;
    }

    private Range range(int count) throws IOException {
      for (Range range : ranges) {
        if (range.holds(position, count)) {
          return range;
        }
      }
      throw new EOFException(count + " bytes at " + position + " are not where the index says");
    }
  }
}
