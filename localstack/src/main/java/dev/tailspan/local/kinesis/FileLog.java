package dev.tailspan.local.kinesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A shard's records in append-only files of a bounded size, so that expired ones can be given back
 * to the disk. A record is in the operating system's hands when append returns: the death of the
 * process loses nothing, that of the machine may lose the last seconds (no fsync).
 */
final class FileLog implements RecordLog {
  private final Path directory;
  private final int segmentBytes;
  private final List<Segment> segments = new ArrayList<>();
  private long first;

  FileLog(Path directory, int segmentBytes) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.segmentBytes = segmentBytes;
    List<Long> starts = starts();
    for (int i = 0; i < starts.size(); i++) {
      segments.add(Segment.open(directory, starts.get(i), i == starts.size() - 1));
    }
    if (segments.isEmpty()) {
      segments.add(Segment.open(directory, 1, true));
    }
    first = segments.get(0).first();
  }

  @Override
  public void append(List<StoredRecord> records) throws IOException {
    if (newest().bytes() >= segmentBytes) {
      segments.add(Segment.open(directory, next(), true));
    }
    newest().append(records);
  }

  @Override
  public List<StoredRecord> read(long from, int maxRecords, long maxBytes) throws IOException {
    List<StoredRecord> out = new ArrayList<>();
    long at = Math.max(from, first);
    long bytes = 0;
    while (at < next() && out.size() < maxRecords && bytes < maxBytes) {
      List<StoredRecord> some =
          holding(at).read(at, maxRecords - out.size(), Math.max(1, maxBytes - bytes));
      for (StoredRecord record : some) {
        bytes += record.size();
        if (bytes > maxBytes && !out.isEmpty()) {
          return out;
        }
        out.add(record);
        at++;
      }
    }
    return out;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public long next() {
    return newest().next();
  }

  @Override
  public long arrivalOf(long number) {
    return holding(number).arrivalOf(number);
  }

  @Override
  public void trimBefore(long arrivalMillis) throws IOException {
    while (first < next() && arrivalOf(first) < arrivalMillis) {
      first++;
    }
    while (segments.size() > 1 && segments.get(0).next() <= first) {
      segments.remove(0).delete();
    }
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }

  private Segment newest() {
    return segments.get(segments.size() - 1);
  }

  private Segment holding(long number) {
    int i = segments.size() - 1;
    while (i > 0 && segments.get(i).first() > number) {
      i--;
    }
    return segments.get(i);
  }

  private List<Long> starts() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .map(name -> Long.valueOf(name.substring(0, name.length() - 4)))
          .sorted()
          .toList();
    }
  }
}
