package dev.tailspan.storage.memory;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The archive in memory: files of row groups as the real one has them, in which rows count for
 * bytes.
 */
public final class MemoryArchiveStore implements ArchiveStore {
  /** Rows of a row group; a trace begins a new one rather than lie in two. */
  private static final int ROW_GROUP_ROWS = 4096;

  private final Map<String, List<Map<TraceId, List<Span>>>> files = new TreeMap<>();
  private final Faults faults;

  /**
   * @param faults called around {@code archive.finish} and {@code archive.read}
   */
  public MemoryArchiveStore(Faults faults) {
    this.faults = faults;
  }

  @Override
  public Writer open(Partition partition) {
    return new MemoryWriter(partition);
  }

  @Override
  public List<Span> read(TraceId id, TracePart.Place place) {
    faults.before("archive.read");
    List<Span> spans = find(id, place);
    faults.after("archive.read");
    return spans;
  }

  /** Keys of all files, in order. */
  public Collection<String> files() {
    synchronized (files) {
      return List.copyOf(files.keySet());
    }
  }

  private List<Span> find(TraceId id, TracePart.Place place) {
    List<Map<TraceId, List<Span>>> rowGroups;
    synchronized (files) {
      rowGroups = files.get(place.file());
    }
    if (rowGroups == null) {
      throw new StorageException("archived file " + place.file() + " is not there");
    }
    List<Span> spans = rowGroups.get(place.rowGroup()).get(id);
    if (spans == null) {
      throw new StorageException(
          "archived file " + place.file() + " has no span of trace " + id + " in that place");
    }
    return List.copyOf(spans);
  }

  private final class MemoryWriter implements Writer {
    private final Partition partition;
    private final List<KeptTrace> traces = new ArrayList<>();
    private boolean closed;

    private MemoryWriter(Partition partition) {
      this.partition = partition;
    }

    @Override
    public void add(KeptTrace trace) {
      checkOpen();
      if (trace.spans().isEmpty()) {
        throw new IllegalArgumentException("trace " + trace.id() + " has no spans");
      }
      if (!traces.isEmpty() && trace.id().compareTo(traces.get(traces.size() - 1).id()) <= 0) {
        throw new IllegalArgumentException(
            "traces are archived in the order of their ids, but " + trace.id() + " is not");
      }
      traces.add(trace);
    }

    @Override
    public Map<TraceId, List<TracePart.Place>> finish() {
      checkOpen();
      closed = true;
      faults.before("archive.finish");
      Map<TraceId, List<TracePart.Place>> places = traces.isEmpty() ? Map.of() : write();
      faults.after("archive.finish");
      return places;
    }

    @Override
    public void close() {
      closed = true;
    }

    private Map<TraceId, List<TracePart.Place>> write() {
      String file = partition.file(0, TraceHash.of(traces));
      List<Map<TraceId, List<Span>>> rowGroups = rowGroups();
      synchronized (files) {
        files.put(file, rowGroups);
      }
      int fileRows = rowGroups.stream().mapToInt(MemoryArchiveStore::rows).sum();
      Map<TraceId, List<TracePart.Place>> places = new LinkedHashMap<>();
      int offset = 0;
      for (int ordinal = 0; ordinal < rowGroups.size(); ordinal++) {
        int rows = rows(rowGroups.get(ordinal));
        var place = new TracePart.Place(file, fileRows, 0, ordinal, offset, rows);
        for (KeptTrace trace : traces) {
          if (rowGroups.get(ordinal).containsKey(trace.id())) {
            places.computeIfAbsent(trace.id(), id -> new ArrayList<>()).add(place);
          }
        }
        offset += rows;
      }
      return places;
    }

    private List<Map<TraceId, List<Span>>> rowGroups() {
      List<Map<TraceId, List<Span>>> groups = new ArrayList<>();
      Map<TraceId, List<Span>> group = new HashMap<>();
      groups.add(group);
      int free = ROW_GROUP_ROWS;
      for (KeptTrace trace : traces) {
        List<Span> rest = trace.spans();
        while (!rest.isEmpty()) {
          if (free < ROW_GROUP_ROWS && rest.size() > free) {
            group = new HashMap<>();
            groups.add(group);
            free = ROW_GROUP_ROWS;
          }
          int taken = Math.min(free, rest.size());
          group.put(trace.id(), rest.subList(0, taken));
          rest = rest.subList(taken, rest.size());
          free -= taken;
        }
      }
      return groups;
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("the writer of " + partition + " is closed");
      }
    }
  }

  private static int rows(Map<TraceId, List<Span>> rowGroup) {
    return rowGroup.values().stream().mapToInt(List::size).sum();
  }
}
