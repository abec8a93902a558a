package dev.tailspan.local.kinesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All streams of one account and region: the engine behind the protocol. Thread-safe. */
final class Streams implements AutoCloseable {
  static final String ACCOUNT = "000000000000";
  private static final System.Logger LOG = System.getLogger(Streams.class.getName());
  private static final int SEGMENT_BYTES = 32 << 20;

  private final KinesisOptions options;
  private final Catalog catalog;
  private final ConcurrentSkipListMap<String, DataStream> streams = new ConcurrentSkipListMap<>();
  private final AtomicLong evicted = new AtomicLong();

  /**
   * Opens the data directory, if there is one, and replays it.
   *
   * @throws UncheckedIOException naming the file that is damaged
   */
  Streams(KinesisOptions options) {
    this.options = options;
    this.catalog = new Catalog(options.dataDirectory());
    try {
      if (options.dataDirectory() != null) {
        Files.createDirectories(options.dataDirectory());
      }
      for (DataStream.Spec spec : catalog.load()) {
        streams.put(spec.name(), new DataStream(spec, this::makeShard));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The Kinesis data directory cannot be opened", e);
    }
  }

  Clock clock() {
    return options.clock();
  }

  long nowMillis() {
    return options.clock().millis();
  }

  List<String> names() {
    return List.copyOf(streams.keySet());
  }

  String arn(String stream) {
    return "arn:aws:kinesis:%s:%s:stream/%s".formatted(options.region(), ACCOUNT, stream);
  }

  /** Records the heap had no room for, dropped before their retention was over. */
  long evicted() {
    return evicted.get();
  }

  DataStream stream(String name) {
    DataStream stream = streams.get(name);
    if (stream == null) {
      throw ApiException.notFound("Stream %s under account %s not found.".formatted(name, ACCOUNT));
    }
    dropExpired(stream);
    return stream;
  }

  synchronized void create(String name, int shardCount) {
    if (streams.containsKey(name)) {
      throw ApiException.of(
          "ResourceInUseException",
          "Stream %s under account %s already exists.".formatted(name, ACCOUNT));
    }
    DataStream.Spec spec = DataStream.fresh(name, shardCount, options.retention(), nowMillis());
    streams.put(name, new DataStream(spec, this::makeShard));
    save();
  }

  synchronized void delete(String name) {
    DataStream stream = stream(name);
    streams.remove(name);
    save();
    stream.shards().forEach(shard -> erase(name, shard));
  }

  synchronized void reshard(DataStream stream, List<Shard> parents, List<HashRange> children) {
    stream.reshard(parents, children, nowMillis());
    save();
  }

  synchronized void retention(DataStream stream, Duration retention) {
    stream.retention(retention);
    save();
  }

  @Override
  public void close() {
    streams.values().forEach(stream -> stream.shards().forEach(Shard::release));
  }

  private void dropExpired(DataStream stream) {
    List<Shard> expired = stream.removeExpired(nowMillis());
    if (!expired.isEmpty()) {
      save();
      expired.forEach(shard -> erase(stream.name(), shard));
    }
  }

  private synchronized void save() {
    List<DataStream.Spec> specs = new ArrayList<>();
    streams.values().forEach(stream -> specs.add(stream.spec()));
    try {
      catalog.save(specs);
    } catch (IOException e) {
      throw new UncheckedIOException("The list of streams cannot be written", e);
    }
  }

  private Shard makeShard(String stream, Shard.Spec spec) {
    Path directory = shardDirectory(stream, spec);
    if (directory == null) {
      return new Shard(spec, new MemoryLog(options.shardHeapBytes(), this::countEvicted));
    }
    try {
      return new Shard(spec, new FileLog(directory, SEGMENT_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("Shard " + directory + " cannot be opened", e);
    }
  }

  private void countEvicted(long records) {
    // Once, and then at every doubling: a full shard evicts with each put.
    long before = evicted.getAndAdd(records);
    if (Long.highestOneBit(before) != Long.highestOneBit(before + records)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "A shard is full ({0} bytes on the heap): {1} records so far dropped before their time",
          options.shardHeapBytes(),
          before + records);
    }
  }

  private @Nullable Path shardDirectory(String stream, Shard.Spec spec) {
    // The creation time keeps a stream made again under the same name away from old files.
    Path directory = options.dataDirectory();
    return directory == null
        ? null
        : directory.resolve(stream).resolve(Shard.id(spec.index()) + "-" + spec.createdMillis());
  }

  private void erase(String stream, Shard shard) {
    shard.release();
    Path directory = shardDirectory(stream, shard.spec());
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Shard " + directory + " cannot be deleted", e);
    }
  }
}
