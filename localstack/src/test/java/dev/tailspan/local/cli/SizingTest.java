package dev.tailspan.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "capacity.md");

  @Test
  void theDocumentHasTheTableThatTheCommandPrints() throws Exception {
    Commands.Outcome outcome = Commands.run("sizing");
    assertThat(outcome.status()).isZero();
    assertThat(Files.readString(DOCUMENT))
        .as("put what './tailspan sizing' prints into docs/capacity.md")
        .contains(outcome.out());
  }

  @Test
  void aLoadOfOnesOwnIsAColumn() {
    Commands.Outcome outcome =
        Commands.run(
            "sizing",
            "--spans-per-second",
            "2,500",
            "5e4",
            "--kept",
            "0.05",
            "--span-bytes",
            "800");
    assertThat(outcome.out())
        .startsWith("Spans of 800 bytes, 10 a trace, 5 % of traces kept")
        .contains("2,500", "50,000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--spans-per-second | many | --spans-per-second must be a number, not 'many'",
        "--spans-per-second | 0 | spans per second must be more than 0",
        "--kept | 2 | the share kept must be 0 to 1, not 2.0",
        "--span-bytes | 1 | a span must have 10 to 1048576 bytes, not 1"
      })
  void whatIsNoLoadIsNamed(String option, String value, String message) {
    Commands.Outcome outcome = Commands.run("sizing", option, value);
    assertThat(outcome.status()).isEqualTo(Main.NOT_UNDERSTOOD);
    assertThat(outcome.err()).contains(message);
  }
}
