package dev.tailspan.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileConditionsTest {
  private static OttlSyntaxException refusal(String condition) {
    return catchThrowableOfType(
        OttlSyntaxException.class, () -> OttlCondition.parse(condition, OttlSignal.SPAN));
  }

  private static StagedSpan span(String... attributes) {
    Span span =
        Span.builder(new TraceId(1, 2), new SpanId(3))
            .attributes(Attributes.ofStrings(attributes))
            .build();
    return StagedTrace.of(List.of(span)).spans().get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not (", "[", "{\"a\": ", "Len(", "-(", "1 + (", "attributes["})
  void whatIsNestedWithoutEndIsRefusedBeforeTheStackIs(String opening) {
    assertThat(refusal(opening.repeat(5_000))).isNotNull();
    assertThat(refusal("true == " + opening.repeat(2_000))).isNotNull();
  }

  @Test
  void whatIsNestedDeeperThanAnybodyWritesIsRefusedThoughItEnds() {
    assertThat(refusal("(".repeat(99) + "true" + ")".repeat(99))).isNull();
    assertThat(refusal("(".repeat(100) + "true" + ")".repeat(100)))
        .hasMessageContaining("Nested deeper than 100 levels");
  }

  @Test
  void aMegabyteIsRefusedUnread() {
    assertThat(refusal("1 == 1 or ".repeat(100_000) + "true")).hasMessageContaining("65536");
    assertThat(refusal("\"" + "a".repeat(1 << 20))).hasMessageContaining("65536");
  }

  @Test
  void tooManyPartsAreRefused() {
    assertThat(refusal("1" + "+1".repeat(6_000) + " == 1")).hasMessageContaining("10000 parts");
  }

  @Test
  void aLongCalculationAndALongChainAreNotDeep() throws Exception {
    String sum = "1" + "+1".repeat(4_000) + " == 4001";
    String chain = "true" + " and Len(\"a\") == 1".repeat(1_000);

    OttlContext at = OttlContext.of(span(), OttlContext.UNKNOWN_TIME);
    assertThat(OttlCondition.parse(sum, OttlSignal.SPAN).holds(at)).isTrue();
    assertThat(OttlCondition.parse(chain, OttlSignal.SPAN).holds(at)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"abc == 1 | 0 | This text has no closing quote.",
        "name == \"a\\ | 8 | This text has no closing quote.",
        "name == 99999999999999999999 | 8 | more than an int holds",
        "name == 'a' | 8 | Texts stand in double quotes.",
        "name == \"\\d\" | 9 | a backslash is written twice",
        "name == 0x123 | 8 | even number of hex digits",
        "name | 4 | Wants a comparison such as == or !=",
        "true and | 8 | Wants a value here, but there is the end.",
        "UserAgent(name) == 1 | 0 | The function UserAgent is not supported here.",
        "otelcol.client.addr == 1 | 0 | Paths of otelcol are not supported here",
        "IsMatch(name, \"(\") | 14 | is no regular expression of RE2",
        "IsMatch(name, \"((a{100}){100}){100}\") | 14 | invalid repeat count",
        "Substring(name, 1) == \"a\" | 0 | there is no length",
        "Substring(name, 1, 2, utf8_saf=true) == \"a\" | 22 | takes no argument utf8_saf",
        "Format(\"%*d\", [1, 2]) == \"\" | 7 | is not supported in a format here",
        "Format(\"%9999d\", [1]) == \"\" | 7 | wider than 1000 characters",
        "name.foo == 1 | 0 | There is no path name.foo in span.",
        "kind == SPAN_KIND_SERVR | 8 | There is no symbol SPAN_KIND_SERVR.",
        "set(name, 1) == 1 | 0 | begin with a capital letter"
      })
  void whatIsWrongIsSaidInPlainWordsWithItsPlace(String condition, int offset, String message) {
    OttlSyntaxException refusal = refusal(condition);

    assertThat(refusal).hasMessageContaining(message);
    assertThat(refusal.offset()).isEqualTo(offset);
  }

  @Test
  void theNearestNameIsSuggested() {
    assertThat(refusal("IsMach(name, \"a\")").suggestion()).isEqualTo("IsMatch");
    assertThat(refusal("status.cod == 2").suggestion()).isEqualTo("span.status.code");
    assertThat(refusal("kind == SPAN_KIND_SERVR").suggestion()).isEqualTo("SPAN_KIND_SERVER");
    assertThat(refusal("Substring(name, 1, 2, utf8_saf=true) == \"\"").suggestion())
        .isEqualTo("utf8_safe");
  }

  @Test
  void hostileValuesGiveErrorsAndNoMore() throws Exception {
    StagedSpan span =
        span(
            "json", "[".repeat(100_000), "number", "9".repeat(100_000), "regex", "(".repeat(5_000));
    OttlContext at = OttlContext.of(span, OttlContext.UNKNOWN_TIME);

    for (String condition :
        List.of(
            "ParseJSON(attributes[\"json\"]) == nil",
            "Int(attributes[\"number\"]) == 1",
            "Double(attributes[\"number\"]) == 1",
            "ParseInt(attributes[\"number\"], 0) == 1",
            "Duration(attributes[\"number\"]) == nil",
            "IsMatch(\"a\", attributes[\"regex\"])")) {
      OttlCondition parsed = OttlCondition.parse(condition, OttlSignal.SPAN);
      assertThat(catchThrowableOfType(OttlEvaluationException.class, () -> parsed.holds(at)))
          .as(condition)
          .isNotNull();
    }
  }
}
