package dev.tailspan.stores.parquet;

import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchiveStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FolderArchiveTest extends ArchiveStoreContract {
  @TempDir private Path folder;

  @Override
  protected ArchiveStore freshStore() {
    return ParquetArchiveStore.inFolder(folder, new UsageMeter());
  }

  @Override
  protected Collection<String> storedFiles() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
