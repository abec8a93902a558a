package dev.tailspan.local.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One file of a shard's log. Frame: length of the payload (int), its CRC-32 (int), payload = number
 * (long), arrival (long), key length (int), key (UTF-8), data. The index (position and arrival per
 * record) is rebuilt when the file is opened.
 */
@SuppressWarnings("ByteBufferBackingArray") // every buffer here is of ByteBuffer.allocate
final class Segment implements Closeable {
  private static final int HEADER = 8;
  private static final int FIXED = 20;

  private final Path file;
  private final FileChannel channel;
  private final long first;
  private int count;
  private long[] arrivals = new long[256];
  private int[] ends = new int[256];

  private Segment(Path file, FileChannel channel, long first) {
    this.file = file;
    this.channel = channel;
    this.first = first;
  }

  /**
   * Opens or makes the segment whose first record is numbered {@code first}.
   *
   * @param last whether it is the newest one: only there a torn tail may be, which is cut off and
   *     kept beside the file as {@code .torn}
   * @throws IOException when an older segment is damaged, naming file and byte
   */
  static Segment open(Path directory, long first, boolean last) throws IOException {
    Path file = directory.resolve(String.format("%019d.log", first));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Segment segment = new Segment(file, channel, first);
    try {
      segment.replay(last);
      return segment;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  long first() {
    return first;
  }

  long next() {
    return first + count;
  }

  int bytes() {
    return start(count);
  }

  long arrivalOf(long number) {
    return arrivals[(int) (number - first)];
  }

  void append(List<StoredRecord> records) throws IOException {
    int size = 0;
    for (StoredRecord record : records) {
      size += HEADER + FIXED + record.size();
    }
    ByteBuffer frames = ByteBuffer.allocate(size);
    int[] newEnds = new int[records.size()];
    int begin = start(count);
    for (int i = 0; i < records.size(); i++) {
      put(frames, records.get(i));
      newEnds[i] = begin + frames.position();
    }
    frames.flip();
    long at = begin;
    while (frames.hasRemaining()) {
      at += channel.write(frames, at);
    }
    for (int i = 0; i < newEnds.length; i++) {
      index(records.get(i).arrivalMillis(), newEnds[i]);
    }
  }

  /** As {@link RecordLog#read}, within this segment; {@code from} must be in it. */
  List<StoredRecord> read(long from, int maxRecords, long maxBytes) throws IOException {
    int begin = (int) (from - first);
    int end = begin;
    while (end < count
        && end - begin < maxRecords
        && (end == begin || start(end + 1) - start(begin) <= maxBytes)) {
      end++;
    }
    ByteBuffer bytes = ByteBuffer.allocate(start(end) - start(begin));
    fill(bytes, start(begin));
    List<StoredRecord> records = new ArrayList<>(end - begin);
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      bytes.getInt();
      records.add(payload(bytes, length));
    }
    return records;
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void replay(boolean last) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    fill(bytes, 0);
    while (bytes.hasRemaining()) {
      int begin = bytes.position();
      if (!frameAt(bytes)) {
        if (!last) {
          throw new IOException(
              file + " is damaged at byte " + begin + "; move its directory away to start afresh");
        }
        cut(bytes, begin);
        return;
      }
    }
  }

  /** Indexes the frame at the buffer's position, or says that there is no whole one. */
  private boolean frameAt(ByteBuffer bytes) {
    if (bytes.remaining() < HEADER) {
      return false;
    }
    int length = bytes.getInt();
    int crc = bytes.getInt();
    if (length < FIXED || length > bytes.remaining()) {
      return false;
    }
    if (crc(bytes.array(), bytes.position(), length) != crc
        || bytes.getLong(bytes.position()) != next()) {
      return false;
    }
    long arrival = bytes.getLong(bytes.position() + Long.BYTES);
    bytes.position(bytes.position() + length);
    index(arrival, bytes.position());
    return true;
  }

  private void cut(ByteBuffer bytes, int begin) throws IOException {
    Path torn = file.resolveSibling(file.getFileName() + ".torn");
    Files.write(torn, Arrays.copyOfRange(bytes.array(), begin, bytes.limit()));
    channel.truncate(begin);
    System.getLogger(Segment.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "{0} had a torn tail of {1} bytes after record {2}; cut, kept as {3}",
            file,
            bytes.limit() - begin,
            next() - 1,
            torn.getFileName());
  }

  private void fill(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at);
      if (read < 0) {
        throw new IOException(file + " ends at byte " + at + ", it was cut while open");
      }
      at += read;
    }
    bytes.flip();
  }

  private void index(long arrival, int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      arrivals = Arrays.copyOf(arrivals, count * 2);
    }
    ends[count] = end;
    arrivals[count] = arrival;
    count++;
  }

  private int start(int record) {
    return record == 0 ? 0 : ends[record - 1];
  }

  private static void put(ByteBuffer out, StoredRecord record) {
    byte[] key = record.keyBytes();
    int length = FIXED + key.length + record.data().length;
    int header = out.position();
    out.putInt(length).putInt(0);
    out.putLong(record.number()).putLong(record.arrivalMillis()).putInt(key.length);
    out.put(key).put(record.data());
    out.putInt(header + Integer.BYTES, crc(out.array(), header + HEADER, length));
  }

  private static StoredRecord payload(ByteBuffer in, int length) {
    long number = in.getLong();
    long arrival = in.getLong();
    byte[] key = new byte[in.getInt()];
    in.get(key);
    byte[] data = new byte[length - FIXED - key.length];
    in.get(data);
    return new StoredRecord(number, arrival, new String(key, StandardCharsets.UTF_8), data);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
