package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReadingTest {
  private static final byte[] SEVERAL =
      """
      processors:
        tail_sampling: {policies: [{name: a, type: always_sample}]}
        tail_sampling/errors: {policies: [{name: b, type: always_sample}]}
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ONE =
      "tail_sampling/only: {policies: []}".getBytes(StandardCharsets.UTF_8);
  private static final FeatureGates TRACE_STATE = new FeatureGates(true, false);

  @Test
  void theProcessorReadIsNamedInFullHoweverItWasAskedFor() throws PolicyFileException {
    PolicyFile named = of("errors").read(SEVERAL);
    assertThat(named.processor()).contains("tail_sampling/errors");
    assertThat(named.policies()).containsExactly("b");
    assertThat(of("tail_sampling/errors").read(SEVERAL).version()).isEqualTo(named.version());
    assertThat(of("tail_sampling").read(SEVERAL).processor()).contains("tail_sampling");
  }

  @Test
  void theOnlyProcessorIsNamedToo() throws PolicyFileException {
    assertThat(PolicyReading.DEFAULT.read(ONE).processor()).contains("tail_sampling/only");
    assertThat(PolicyReading.DEFAULT.read("policies: []".getBytes(StandardCharsets.UTF_8)))
        .extracting(PolicyFile::processor)
        .isEqualTo(Optional.empty());
  }

  @Test
  void gatesAreToldByTheFileAndItsVersion() throws PolicyFileException {
    PolicyReading reading = new PolicyReading(Optional.empty(), TRACE_STATE);
    PolicyFile file = reading.read(ONE);
    assertThat(file.gates().names())
        .containsExactly("processor.tailsamplingprocessor.usetracestate");
    assertThat(file.version()).isNotEqualTo(PolicyReading.DEFAULT.read(ONE).version());
    assertThat(FeatureGates.parse(String.join(",", file.gates().names()))).isEqualTo(TRACE_STATE);
  }

  @Test
  void noFileHasTheVersionOfAnotherReadWithAGate() throws PolicyFileException {
    String open = "policies: [] #";
    String name = TRACE_STATE.names().get(0) + "\n";
    PolicyFile gated =
        new PolicyReading(Optional.empty(), TRACE_STATE)
            .read(open.getBytes(StandardCharsets.UTF_8));
    PolicyFile comment = PolicyReading.DEFAULT.read((open + name).getBytes(StandardCharsets.UTF_8));
    assertThat(comment.version()).isNotEqualTo(gated.version());
  }

  @Test
  void aReferenceToAnEnvironmentIsRefusedBeItSetOrHaveADefault() {
    for (String reference : new String[] {"${env:PATH}", "${PATH}", "${env:NO_SUCH:-5}"}) {
      String yaml = "policies: [{name: \"" + reference + "\", type: always_sample}]";
      assertThatThrownBy(() -> PolicyReading.DEFAULT.read(yaml.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(PolicyFileException.class)
          .hasMessageContaining(
              "1:19 policy #1, name: " + reference + " refers to an environment, and none is given")
          .message()
          .doesNotContain(System.getenv("PATH"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "tail_sampling/", "a\u0000", "a=b", "a\u2028b"})
  void whatNoProcessorCanBeCalledIsRefused(String name) {
    assertThatThrownBy(() -> of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no name of a processor");
  }

  private static PolicyReading of(String processor) {
    return new PolicyReading(Optional.of(processor), FeatureGates.DEFAULT);
  }
}
