package dev.tailspan.stores.parquet;

import dev.tailspan.storage.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Objects as files of a folder, a key being a path in it. */
final class FolderObjectFiles implements ObjectFiles {
  private final Path folder;

  FolderObjectFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public void put(String key, Path file) {
    Path target = folder.resolve(key);
    Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      Files.createDirectories(target.getParent());
      Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StorageException("archived file " + key + " could not be written", e);
    }
  }

  @Override
  public byte[] get(String key, long from, int length) {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(key).toFile(), "r")) {
      byte[] bytes = new byte[length];
      file.seek(from);
      file.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new StorageException(
          "archived file " + key + " is not there, or not whole: " + e.getMessage(), e);
    }
  }
}
