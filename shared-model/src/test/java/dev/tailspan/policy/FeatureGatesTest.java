package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureGatesTest {
  private static final String P = "processor.tailsamplingprocessor.";

  @ParameterizedTest
  @CsvSource({
    "'', false, false",
    "usetracestate, true, false",
    "+usetracestate, true, false",
    "-usetracestate, false, false",
    "'usetracestate,-usetracestate', false, false",
    "'-recordpolicy,recordpolicy,usetracestate', true, true",
    "'metricstatcountbytessampled,-tailstorageextension', false, false"
  })
  void aNameTurnsItsGateOnAndAMinusTurnsItOff(String list, boolean trace, boolean record) {
    String full = list.replaceAll("([+-]?)([a-z]+)", "$1" + P + "$2");
    assertThat(FeatureGates.parse(full)).isEqualTo(new FeatureGates(trace, record));
  }

  @Test
  void anUnknownNameIsToldTheNearest() {
    assertThatThrownBy(() -> FeatureGates.parse(P + "usetracestat"))
        .hasMessageContaining("did you mean " + P + "usetracestate?");
    assertThatThrownBy(() -> FeatureGates.parse("banana"))
        .hasMessageContaining("\"banana\"; there are " + P + "recordpolicy");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", P + "recordpolicy,", P + "recordpolicy,,-" + P + "recordpolicy"})
  void anEmptyNameInAListIsAMistake(String list) {
    assertThatThrownBy(() -> FeatureGates.parse(list)).hasMessageContaining("empty name");
  }
}
