package dev.tailspan.local.mapping;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far each shard is done, in memory or in a file that is replaced whole. Thread-safe. */
public final class Checkpoints {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final TreeMap<String, Checkpoint> byShard = new TreeMap<>();

  /**
   * @param sequenceNumber all records up to this one are done
   * @param ended the shard is closed and done to its end
   */
  record Checkpoint(String sequenceNumber, boolean ended) {}

  private Checkpoints(@Nullable Path file) {
    this.file = file;
  }

  public static Checkpoints inMemory() {
    return new Checkpoints(null);
  }

  /**
   * Reads the file if there is one; its folder must be there.
   *
   * @throws UncheckedIOException naming the file when it is damaged
   */
  public static Checkpoints in(Path file) {
    Checkpoints checkpoints = new Checkpoints(file);
    if (Files.exists(file)) {
      try {
        checkpoints.byShard.putAll(
            JSON.readValue(file.toFile(), new TypeReference<Map<String, Checkpoint>>() {}));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " is damaged", e);
      }
    }
    return checkpoints;
  }

  synchronized @Nullable Checkpoint of(String shardId) {
    return byShard.get(shardId);
  }

  synchronized boolean isEmpty() {
    return byShard.isEmpty();
  }

  synchronized void put(String shardId, Checkpoint checkpoint) {
    byShard.put(shardId, checkpoint);
    if (file == null) {
      return;
    }
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.write(next, JSON.writeValueAsBytes(byShard));
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
