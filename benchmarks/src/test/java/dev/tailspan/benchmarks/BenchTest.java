package dev.tailspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(List<Section> sections, String... words) {
    return Bench.run(
        List.of(words),
        sections,
        folder,
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  /** All words and numbers of a document; fails where it is none. */
  private static List<String> tokens(String json) throws IOException {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokens.add(parser.getText());
      }
    }
    return tokens;
  }

  @Test
  void aLookupIsMeasuredFromTheCommandLineToTheFile() throws Exception {
    assertThat(run(Bench.SECTIONS, "lookup", "--quick")).isZero();
    assertThat(out.toString(UTF_8)).contains("| lookup  | a trace of 10 spans by its id |");
    List<String> json = tokens(Files.readString(folder.resolve("bench.json")));
    assertThat(json).contains("machine", "measurements", "lookup", "GETs", "B read", "CPU-ms");
    // The index knows where row group and footer are: together, or two requests apart.
    assertThat(Double.parseDouble(json.get(json.indexOf("GETs") + 1))).isBetween(1.0, 2.0);
  }

  @Test
  void aSectionThatFailsLeavesTheOthersTheirFigures() throws Exception {
    Section bad =
        new Section(
            "bad",
            "",
            run -> {
              throw new IllegalStateException("no \"zips\"");
            });
    Section good = new Section("good", "", run -> run.measured("x", one(Double.NaN)));
    assertThat(run(List.of(bad, good))).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("bad FAILED: ").contains("| good ");
    assertThat(tokens(Files.readString(folder.resolve("bench.json"))))
        .contains("java.lang.IllegalStateException: no \"zips\"", "good", "null");
  }

  @Test
  void whatIsNotUnderstoodMeasuresNothing() {
    assertThat(run(Bench.SECTIONS, "lookups")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("there is no section 'lookups'").contains("Usage:");
    assertThat(folder.resolve("bench.json")).doesNotExist();
  }

  @Test
  void thePageGetsTableAndPlotBetweenItsMarks() throws Exception {
    Path page = folder.resolve(Page.FILE);
    Files.writeString(page, "before\n" + Page.BEGIN + "\nold\n" + Page.END + "\nafter\n");
    Section growing =
        new Section(
            "growing",
            "",
            run -> {
              run.grown("a line", new Growth.Point(10_000, one(2)));
              run.grown("a line", new Growth.Point(100_000, one(30)));
            });
    assertThat(run(List.of(growing), "--docs", folder.toString())).isZero();
    assertThat(Files.readString(page))
        .startsWith("before\n" + Page.BEGIN)
        .endsWith(Page.END + "\nafter\n")
        .contains(
            "| a line, 100,000 spans | 30 CPU-s, 1.176 CPU-s exponent |", "1.50 times the CPU-s")
        .doesNotContain("old");
    assertThat(folder.resolve("growth.svg")).exists();
  }

  @Test
  void aPageWithoutMarksIsRefusedBeforeAnythingIsMeasured() throws Exception {
    Files.writeString(folder.resolve(Page.FILE), Page.BEGIN);
    assertThat(run(Bench.SECTIONS, "lookup", "--docs", folder.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains(folder.resolve(Page.FILE) + " has no '");
  }

  private static Map<String, Double> one(double value) {
    return Measurement.figures("CPU-s", value);
  }
}
