package dev.tailspan.ottl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Event;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the Collector's own OTTL (pkg/ottl v0.162.0) said of these conditions and values, written
 * down by the program in {@code src/test/oracle-ottl}: refused, or for each span or event true,
 * false, an error, a panic, or the value.
 */
class OttlOracleTest {
  /** The Collector was asked at that time or later; no case depends on when. */
  private static final long NOW = 1_790_000_000_000_000_000L;

  /** Where we differ on purpose, with the reason. */
  private static final List<StagedSpan> SPANS =
      text("traces.jsonl").lines().flatMap(line -> trace(line).spans().stream()).toList();

  /**
   * @param said lines of the answer; empty where it was refused
   */
  record Case(String signal, String kind, String text, boolean accepted, String said) {}

  @Test
  void conditionsAreTakenOrRefusedAndHoldAsInTheCollector() {
    assertThat(cases("c").map(OttlOracleTest::difference).filter(d -> !d.isEmpty())).isEmpty();
  }

  @Test
  void valuesAreThoseOfTheCollector() {
    assertThat(cases("v").map(OttlOracleTest::difference).filter(d -> !d.isEmpty())).isEmpty();
  }

  @Test
  void thereAreThousandsOfCases() {
    assertThat(cases("c").count() + cases("v").count()).isGreaterThan(6_000);
  }

  static String difference(Case golden) {
    String line = golden.signal() + " " + golden.kind() + " " + golden.text();
    String said;
    try {
      said = golden.kind().equals("c") ? verdicts(golden) : values(golden);
    } catch (OttlSyntaxException e) {
      return golden.accepted() ? line + "\n  refused: " + e.getMessage() : "";
    }
    String wanted = golden.accepted() ? golden.said() : "refused";
    return said.equals(wanted) ? "" : line + "\n  wanted " + wanted + "\n  but is " + said;
  }

  private static String verdicts(Case golden) throws OttlSyntaxException {
    OttlSignal signal = golden.signal().equals("span") ? OttlSignal.SPAN : OttlSignal.SPAN_EVENT;
    OttlCondition condition = OttlCondition.parse(golden.text(), signal);
    StringBuilder said = new StringBuilder();
    for (StagedSpan span : SPANS) {
      OttlContext context = OttlContext.of(span, NOW);
      if (signal == OttlSignal.SPAN) {
        said.append(verdict(condition, context));
        continue;
      }
      for (Event event : context.events()) {
        said.append(verdict(condition, context.at(event)));
      }
    }
    // Where the Collector panics we have an error.
    return golden.said().contains("P") ? said.toString().replace('E', 'P') : said.toString();
  }

  private static char verdict(OttlCondition condition, OttlContext context) {
    try {
      return condition.holds(context) ? 'T' : 'F';
    } catch (OttlEvaluationException e) {
      return 'E';
    }
  }

  private static String values(Case golden) throws OttlSyntaxException {
    Expression value = new Parser(golden.text(), OttlSignal.SPAN).wholeValue();
    List<String> said = new ArrayList<>();
    for (StagedSpan span : SPANS) {
      try {
        Object found = value.get(OttlContext.of(span, NOW));
        // A value alone is made an attribute value by the one who asked the Collector.
        said.add(ValueDump.of(found instanceof Map<?, ?> map ? Raw.map(map) : found));
      } catch (OttlEvaluationException e) {
        said.add("E");
      }
    }
    return said.stream().distinct().count() == 1 ? said.get(0) : String.join("\n", said);
  }

  static Stream<Case> cases(String kind) {
    return Stream.of(text("cases.txt").split("(?m)^=== "))
        .skip(1)
        .map(OttlOracleTest::golden)
        .filter(golden -> golden.kind().equals(kind));
  }

  private static Case golden(String text) {
    int end = text.indexOf("\n--- ");
    String[] head = text.substring(0, end).split(" ", 3);
    boolean accepted = text.startsWith("accepted", end + 5);
    String said = accepted ? text.substring(end + 5 + "accepted\n".length()).stripTrailing() : "";
    return new Case(head[0], head[1], head[2], accepted, said);
  }

  private static StagedTrace trace(String line) {
    try {
      return StagedTrace.of(OtlpJson.decode(line.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT));
    } catch (Exception e) {
      throw new IllegalStateException(line, e);
    }
  }

  private static String text(String name) {
    try (InputStream in = OttlOracleTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
