package dev.tailspan.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OttlConditionTest {
  private static final long START = 1_700_000_000_000_000_000L;
  private static final long HOUR = 3_600_000_000_000L;
  private static final StagedSpan SPAN =
      StagedTrace.of(
              List.of(
                  Span.builder(new TraceId(1, 2), new SpanId(3)).times(START, START + 1).build()))
          .spans()
          .get(0);

  private static boolean holds(String condition, long decidedAt) throws Exception {
    return OttlCondition.parse(condition, OttlSignal.SPAN).holds(OttlContext.of(SPAN, decidedAt));
  }

  @Test
  void nowIsTheTimeOfTheDecision() throws Exception {
    assertThat(holds("Now() - start_time == Duration(\"1h\")", START + HOUR)).isTrue();
    assertThat(holds("Now() > end_time", START)).isFalse();
  }

  @Test
  void nowIsAnErrorWhereNobodySaysTheTime() {
    assertThatThrownBy(() -> holds("Now() > end_time", OttlContext.UNKNOWN_TIME))
        .isInstanceOf(OttlEvaluationException.class)
        .hasMessage("nobody has said what time it is");
  }

  @Test
  void aTimeWithoutAYearIsOfTheYearOfTheDecisionOrTheOneBefore() throws Exception {
    assertThat(holds("Year(Time(\"Nov 14\", \"%b %d\")) == 2023", START)).isTrue();
    assertThat(holds("Year(Time(\"Dec 24\", \"%b %d\")) == 2022", START)).isTrue();
  }

  @Test
  void aConditionKeepsItsText() throws Exception {
    assertThat(OttlCondition.parse("true  and false", OttlSignal.SPAN))
        .hasToString("true  and false");
  }
}
