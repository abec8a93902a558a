package dev.tailspan.stores.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart.Place;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchivedSpans;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVersionTest {
  private static final TraceId ID = TestTraces.id(1);

  @TempDir Path folder;
  private ArchiveStore store;
  private Place place;
  private Path file;

  @BeforeEach
  void write() {
    store = ParquetArchiveStore.inFolder(folder, new UsageMeter());
    KeptTrace trace = ArchivedSpans.kept(ID, TestTraces.trace(1, 4));
    try (ArchiveStore.Writer writer = store.open(new ArchiveStore.Partition(1, 3, 7))) {
      writer.add(trace);
      place = writer.finish().get(ID).get(0);
    }
    file = folder.resolve(place.file());
  }

  /** Changes the one digit behind the key in the footer. */
  private void changeTo(char version) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf('1', text.lastIndexOf("tailspan.version"));
    bytes[at] = (byte) version;
    Files.write(file, bytes);
  }

  @Test
  void everyFileSaysItsVersionToEveryReaderOfParquet() throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT decode(value) FROM parquet_kv_metadata('"
                    + file
                    + "') WHERE decode(key) = 'tailspan.version'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("1");
    }
    assertThat(store.read(ID, place)).hasSize(4);
  }

  @Test
  void aNewerFileIsRefusedByName() throws Exception {
    changeTo('2');
    assertThatThrownBy(() -> store.read(ID, place))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(place.file())
        .hasMessageContaining("is stored in version 2, this Tailspan reads up to version 1");
  }

  @Test
  void aVersionThatIsNoneIsDamage() throws Exception {
    changeTo('x');
    assertThatThrownBy(() -> store.read(ID, place)).hasMessageContaining("is damaged");
  }
}
