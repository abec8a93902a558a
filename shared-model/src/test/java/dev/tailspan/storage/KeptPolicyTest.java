package dev.tailspan.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptPolicyTest {
  private static final String GATE = "processor.tailsamplingprocessor.usetracestate";

  @Test
  void aFileReadAsUsualIsKeptAsItIs() {
    byte[] yaml = "# a comment\npolicies: []".getBytes(UTF_8);
    assertThat(new KeptPolicy(PolicyReading.DEFAULT, yaml).encode()).isEqualTo(yaml);
  }

  @ParameterizedTest
  @CsvSource({"tail_sampling/errors, ''", "ärger, " + GATE, "'', " + GATE, "'', ''"})
  void whatIsKeptComesBackWithHowItWasRead(String processor, String gates) {
    PolicyReading reading =
        new PolicyReading(
            Optional.of(processor).filter(name -> !name.isEmpty()), FeatureGates.parse(gates));
    byte[] yaml = "policies: [] # ü\n".getBytes(UTF_8);

    KeptPolicy back = KeptPolicy.decode(new KeptPolicy(reading, yaml).encode());

    assertThat(back.reading()).isEqualTo(reading);
    assertThat(back.yaml()).isEqualTo(yaml);
  }

  @Test
  void aFileThatBeginsAsAKeptOneDoesIsNotTakenForOne() {
    PolicyReading gated = new PolicyReading(Optional.empty(), FeatureGates.parse(GATE));
    byte[] pasted = new KeptPolicy(gated, "policies: []".getBytes(UTF_8)).encode();

    KeptPolicy back = KeptPolicy.decode(new KeptPolicy(PolicyReading.DEFAULT, pasted).encode());

    assertThat(back.reading()).isEqualTo(PolicyReading.DEFAULT);
    assertThat(back.yaml()).isEqualTo(pasted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " processor=a", // no file behind it
        " processor=a b\npolicies: []",
        " processor=a/\npolicies: []",
        " feature-gates=no.such.gate\npolicies: []",
        " feature-gates=\npolicies: []",
        "out a line of its own\npolicies: []"
      })
  void aDamagedLineIsNotPassedOver(String rest) {
    byte[] kept = ("# tailspan read this file with" + rest).getBytes(UTF_8);
    assertThatThrownBy(() -> KeptPolicy.decode(kept)).isInstanceOf(IllegalArgumentException.class);
  }
}
