package dev.tailspan.local.kinesis;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code streams.json} of a data directory: which streams and shards there are. */
final class Catalog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;

  /**
   * @param directory null keeps nothing
   */
  Catalog(@Nullable Path directory) {
    this.file = directory == null ? null : directory.resolve("streams.json");
  }

  List<DataStream.Spec> load() throws IOException {
    if (file == null || !Files.exists(file)) {
      return List.of();
    }
    try {
      return List.of(JSON.readValue(file.toFile(), DataStream.Spec[].class));
    } catch (IOException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  /** Replaces the file whole, so that a crash leaves the old or the new one. */
  void save(List<DataStream.Spec> streams) throws IOException {
    if (file == null) {
      return;
    }
    Path next = file.resolveSibling("streams.json.next");
    Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(streams));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
