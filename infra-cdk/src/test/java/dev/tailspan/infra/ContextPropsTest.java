package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextPropsTest {
  @Test
  void propertiesComeFromTheCommandLine() {
    TailspanProps props =
        ContextProps.read(
            Map.of(
                "tailspan:retentionDays", "7",
                "tailspan:shards", "2",
                "tailspan:stepSeconds", "20",
                "tailspan:keepData", "false",
                "@aws-cdk/core:checkSecretUsage", "true"));

    assertThat(props.pipeline().retention()).isEqualTo(Duration.ofDays(7));
    assertThat(props.pipeline().step()).isEqualTo(Duration.ofSeconds(20));
    assertThat(props.stream().capacity()).isEqualTo(new StreamCapacity.Provisioned(2));
    assertThat(props.operations().keepData()).isFalse();
  }

  @Test
  void aKeyThatDoesNotExistIsNamedWithThoseThatDo() {
    assertThatThrownBy(() -> ContextProps.read(Map.of("tailspan:retention", "7")))
        .hasMessageContaining("There is no tailspan:retention; there are")
        .hasMessageContaining("retentionDays");
  }

  @Test
  void aValueThatIsNoneIsNamed() {
    assertThatThrownBy(
            () -> ContextProps.read(Map.of("tailspan:buckets", "x", "tailspan:firewall", "on")))
        .hasMessageContaining("tailspan:buckets must be a whole number, but is 'x'.")
        .hasMessageContaining("tailspan:firewall must be true or false, but is 'on'.");
  }
}
