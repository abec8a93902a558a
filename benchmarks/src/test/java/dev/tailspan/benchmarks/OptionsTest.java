package dev.tailspan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final Path HOME = Path.of("home");

  private static Options parse(String... words) {
    return Options.parse(List.of(words), Bench.SECTIONS, HOME);
  }

  @Test
  void withoutASectionAllAreRun() {
    Options options = parse("--quick");
    assertThat(options.sections()).isEqualTo(Bench.SECTIONS);
    assertThat(options.quick()).isTrue();
    assertThat(options.json()).isEqualTo(HOME.resolve("bench.json"));
  }

  @Test
  void sectionsAreRunInTheirOrderAndOnce() {
    Options options = parse("decide", "--json", "figures.json", "ingest", "decide");
    assertThat(options.sections()).extracting(Section::name).containsExactly("decide", "ingest");
    assertThat(options.json()).isEqualTo(Path.of("figures.json"));
    assertThat(options.quick()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ingst, there is no section 'ingst' (did you mean 'ingest'?); there are ingest",
    "--quik, there is no option --quik (did you mean '--quick'?)",
    "--json, --json needs a value"
  })
  void whatIsWrongIsNamed(String word, String message) {
    assertThatThrownBy(() -> parse(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anOptionIsNoValue() {
    assertThatThrownBy(() -> parse("--json", "--quick")).hasMessage("--json needs a value");
  }

  @Test
  void noTwoSectionsHaveTheSameName() {
    assertThat(Bench.SECTIONS).extracting(Section::name).doesNotHaveDuplicates();
  }
}
