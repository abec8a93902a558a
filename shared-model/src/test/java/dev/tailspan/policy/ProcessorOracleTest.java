package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the Collector's own tail_sampling processor (v0.165.0) said of these files and traces,
 * written down by the program in {@code src/test/oracle}: refused, crashed, or which traces it kept
 * and which policy it named.
 */
class ProcessorOracleTest {
  private static final List<StagedTrace> TRACES = traces("traces.jsonl");
  private static final List<StagedTrace> TRACES_OF_RATES = traces("rates/traces.jsonl");

  private record Case(String name, String yaml, String verdict, Map<Integer, String> kept) {
    /** The processor was asked with its gate usetracestate on. */
    boolean isGated() {
      return name.startsWith("gate");
    }

    @Override
    public String toString() {
      return name + ": " + yaml.strip().lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheProcessorTakesOrRefusesAndDecidesWeDoToo(Case golden) {
    compare(golden, TRACES);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void whatItLetsThroughABudgetGetsThroughHereToo(Case golden) {
    compare(golden, TRACES_OF_RATES);
  }

  private static void compare(Case golden, List<StagedTrace> traces) {
    PolicyFile file;
    try {
      file =
          PolicyFile.parse(
              golden.yaml.getBytes(StandardCharsets.UTF_8),
              null,
              name -> Optional.of("5"),
              new FeatureGates(golden.isGated(), true));
    } catch (PolicyFileException e) {
      assertThat(golden.verdict).as(e.getMessage()).isIn("refused", "crashes");
      return;
    }
    assertThat(golden.verdict).isEqualTo("accepted");
    Map<Integer, String> kept = new TreeMap<>();
    List<Decision> decisions = file.decideAll(traces);
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).sampled()) {
        kept.put(i, decisions.get(i).policy());
      }
    }
    assertThat(kept).isEqualTo(golden.kept);
  }

  static Stream<Case> cases() {
    return cases("cases.txt");
  }

  static Stream<Case> rates() {
    return cases("rates/cases.txt");
  }

  private static Stream<Case> cases(String file) {
    return Stream.of(text(file).split("(?m)^=== ")).skip(1).map(ProcessorOracleTest::golden);
  }

  private static Case golden(String text) {
    int answer = text.indexOf("\n--- ");
    int firstLine = text.indexOf('\n');
    List<String> said = text.substring(answer + 5).lines().toList();
    Map<Integer, String> kept = new TreeMap<>();
    for (String line : said.subList(1, said.size())) {
      String[] parts = line.split(" ", 2);
      for (String range : parts[0].split(",")) {
        String[] ends = range.split("-");
        for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
          kept.put(i, parts[1]);
        }
      }
    }
    return new Case(
        text.substring(0, firstLine),
        text.substring(firstLine + 1, answer + 1),
        said.get(0).split(" ")[0],
        kept);
  }

  private static List<StagedTrace> traces(String file) {
    List<ByteSlice> payload = new ArrayList<>();
    try {
      for (String line : text(file).lines().toList()) {
        List<Span> spans = OtlpJson.decode(line.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
        payload.add(ByteSlice.of(OtlpProto.encodeInOrder(spans)));
      }
      return StagedTrace.asReceived(payload);
    } catch (DecodeException e) {
      throw new IllegalStateException(file, e);
    }
  }

  private static String text(String name) {
    try (InputStream in = ProcessorOracleTest.class.getResourceAsStream("oracle/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
