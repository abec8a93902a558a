package dev.tailspan.stores.parquet;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.Partition;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchivedSpans;
import java.nio.file.Path;

/** What {@link WithoutHadoopTest} runs in a JVM of its own: writes one file, prints its key. */
final class WritesWithoutHadoop {
  private WritesWithoutHadoop() {}

  public static void main(String[] args) {
    System.out.println(write(Path.of(args[0])));
  }

  static String write(Path folder) {
    TraceId id = new TraceId(7, 7);
    ArchiveStore store = ParquetArchiveStore.inFolder(folder, new UsageMeter());
    try (ArchiveStore.Writer writer = store.open(new Partition(498_705, 3, 7))) {
      writer.add(ArchivedSpans.kept(id, ArchivedSpans.odd(id)));
      return writer.finish().get(id).get(0).file();
    }
  }
}
