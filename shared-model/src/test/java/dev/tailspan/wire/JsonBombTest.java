package dev.tailspan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tailspan.ottl.OttlCondition;
import dev.tailspan.ottl.OttlSignal;
import dev.tailspan.ottl.OttlSyntaxException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON made to blow up ends at a limit, in whatever format it pretends to be. */
@Timeout(60)
class JsonBombTest {
  private static final String SPAN =
      "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
          + "\"spanId\":\"b7ad6b7169203331\",\"attributes\":[{\"key\":\"a\",\"value\":%s}]}]}]}]}";

  /** Begins like OTLP, Zipkin, Jaeger, X-Ray, Datadog, Google's; and like nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceSpans\":",
        "[{\"traceId\":\"1\",\"id\":\"1\",\"localEndpoint\":",
        "{\"traceId\":\"a\",\"operationName\":\"x\",\"process\":",
        "{\"trace_id\":\"1-a\",\"id\":",
        "[[{\"trace_id\":1,\"span_id\":1,\"meta\":",
        "{\"spans\":",
        ""
      })
  void bracketsWithoutEndAreRefused(String beginning) {
    for (String open : new String[] {"[", "{\"a\":", "[{\"b\":"}) {
      refused(beginning + open.repeat(200_000));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arrayValue\":{\"values\":[",
        "kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":"
      })
  void valuesWithinValuesEndAtTheLimit(String nesting) {
    String open = "{\"" + nesting;
    refused(SPAN.formatted(open.repeat(50_000)));
    String close = nesting.startsWith("array") ? "]}}" : "}]}}";
    String whole = open.repeat(200) + "{}" + close.repeat(200);
    assertThat(refused(SPAN.formatted(whole)).reason())
        .isIn(DecodeException.Reason.NESTED_TOO_DEEP, DecodeException.Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"intValue\":1e999999999}",
        "{\"intValue\":\"1e999999999\"}",
        "{\"doubleValue\":1e-999999999}",
        "{\"doubleValue\":\"1e999999999999\"}"
      })
  void anExponentIsNeverWrittenOut(String value) {
    String json = SPAN.formatted(value);
    try {
      new RecordDecoder(Limits.DEFAULT).decode(json.getBytes(StandardCharsets.UTF_8));
    } catch (DecodeException e) {
      assertThat(e.getMessage().length()).isLessThan(500);
    }
  }

  @Test
  void aNumberOfAMillionDigitsIsRefusedOrRounded() {
    refused(SPAN.formatted("{\"intValue\":" + "9".repeat(1_000_000) + "}"));
  }

  @Test
  void theMessageOfAnEndlessKeyIsShort() {
    DecodeException e = refused("{\"" + "k".repeat(5_000_000));
    assertThat(e.getMessage().length()).isLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Format(\"%999999999d\", [1]) == \"\"",
        "Format(\"%.999999999f\", [1.5]) == \"\"",
        "Format(\"%*d\", [999999999, 1]) == \"\""
      })
  void aWidthIsBoundedInConditions(String condition) throws Exception {
    OttlSyntaxException refused =
        catchThrowableOfType(
            OttlSyntaxException.class, () -> OttlCondition.parse(condition, OttlSignal.SPAN));
    if (refused == null) {
      dev.tailspan.block.StagedSpan span =
          dev.tailspan.block.StagedTrace.of(dev.tailspan.model.TestTraces.trace(1, 1))
              .spans()
              .get(0);
      long before = Runtime.getRuntime().totalMemory();
      try {
        OttlCondition.parse(condition, OttlSignal.SPAN)
            .holds(dev.tailspan.ottl.OttlContext.of(span, 0));
      } catch (dev.tailspan.ottl.OttlEvaluationException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(200 << 20);
    }
  }

  private static DecodeException refused(String json) {
    DecodeException refused =
        catchThrowableOfType(
            DecodeException.class,
            () -> new RecordDecoder(Limits.DEFAULT).decode(json.getBytes(StandardCharsets.UTF_8)));
    assertThat(refused).isNotNull();
    return refused;
  }
}
