package dev.tailspan.stores.parquet;

import dev.tailspan.storage.StorageException;
import java.nio.file.Path;

/** Where archived files are kept: an object store, seen from the archive. */
interface ObjectFiles {
  /**
   * Stores a local file and returns once it is durable. Keys are made from the content, so what is
   * there under the key already is the same.
   *
   * @throws StorageException naming the key
   */
  void put(String key, Path file);

  /**
   * One ranged GET.
   *
   * @return exactly {@code length} bytes from the offset on
   * @throws StorageException naming the key, also when the object is not there or is shorter
   */
  byte[] get(String key, long from, int length);
}
