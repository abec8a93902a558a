package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import dev.tailspan.trace.ServiceStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/policies.md load without a warning and decide as is written there. */
class PolicyExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n(.*?)```\n```traces\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(before)?\\s*(\\d+) x (.*?)\\s*(?:-> (\\d+)(?: (?:or|to) (\\d+))? kept)?");

  /**
   * @param traces as written there
   */
  record Example(String yaml, String traces) {}

  private final SplittableRandom random = new SplittableRandom(3);

  static Stream<Example> examples() {
    return EXAMPLE.matcher(document()).results().map(m -> new Example(m.group(1), m.group(2)));
  }

  private static String document() {
    try {
      return Files.readString(Path.of("..", "docs", "policies.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyTypeOfOurOwnHasOne() {
    assertThat(examples().map(Example::yaml).reduce("", String::concat))
        .contains(
            "type: diversity",
            "type: rare_operation",
            "type: percentile_latency",
            "type: service",
            "type: error_rate_change",
            "type: debug");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleDecidesAsItSays(Example example) throws PolicyFileException {
    PolicyFile file = PolicyFile.parse(example.yaml().getBytes(StandardCharsets.UTF_8));
    assertThat(file.warnings()).isEmpty();
    ServiceStats before = new ServiceStats();
    List<List<StagedTrace>> traces = new ArrayList<>();
    List<Matcher> lines = new ArrayList<>();
    for (String text : example.traces().split("\n")) {
      Matcher line = LINE.matcher(text);
      assertThat(line.matches()).as(text).isTrue();
      List<StagedTrace> made = new ArrayList<>();
      for (int i = Integer.parseInt(line.group(2)); i > 0; i--) {
        TraceId id = new TraceId(random.nextLong(), random.nextLong());
        made.add(WrittenTrace.read(line.group(3), id));
      }
      if (line.group(1) != null) {
        made.forEach(before::add);
      } else {
        traces.add(made);
        lines.add(line);
      }
    }
    DecisionRound round =
        file.round(
            new RoundContext(
                0, RoundClock.STANDING_STILL, RoundMemory.NONE, file.baseline(before)));
    traces.forEach(made -> made.forEach(round::offer));
    for (int i = 0; i < lines.size(); i++) {
      long kept = traces.get(i).stream().filter(trace -> round.decide(trace).sampled()).count();
      long least = Long.parseLong(lines.get(i).group(4));
      String most = lines.get(i).group(5);
      assertThat(kept)
          .as(lines.get(i).group())
          .isBetween(least, most == null ? least : Long.parseLong(most));
    }
  }
}
