package dev.tailspan.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SavedQueriesTest {
  @Test
  void everyQueryOfTheFolderIsNamedAndSaysWhatItIsFor() throws Exception {
    Path folder = Path.of("src/main/resources/dev/tailspan/storage/queries");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".sql", "")))
          .containsExactlyInAnyOrderElementsOf(SavedQueries.NAMES);
    }
    assertThat(SavedQueries.NAMES)
        .allSatisfy(n -> assertThat(SavedQueries.title(n)).hasSizeGreaterThan(20));
  }

  @Test
  void aQuoteInTheNameOfAFolderEndsNoText() {
    assertThat(SavedQueries.duckDbView("/it's/*.parquet")).contains("('/it''s/*.parquet',");
  }
}
