package dev.tailspan.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArgumentsTest {
  private static Arguments parse(Command command, String... words) {
    return Arguments.parse(command, List.of(words));
  }

  @Test
  void valuesComeBehindASpaceOrAnEqualsSignInAnyOrder() {
    Arguments up = parse(Command.UP, "--otlp-port=5000", "--once", "--data", "some dir");
    assertThat(up.number("--otlp-port", 0, 65_535, 4318)).isEqualTo(5000);
    assertThat(up.number("--http-port", 0, 65_535, 8080)).isEqualTo(8080);
    assertThat(up.has("--once")).isTrue();
    assertThat(up.value("--data")).isEqualTo("some dir");
  }

  @Test
  void aRepeatedOptionKeepsAllItsValues() {
    Arguments search = parse(Command.SEARCH, "--attribute", "a=b", "--attribute=c=d");
    assertThat(search.all("--attribute")).containsExactly("a=b", "c=d");
  }

  @Test
  void behindTwoDashesEverythingIsAnOperand() {
    assertThat(parse(Command.SEND, "-", "--", "--odd-name").operands(1, 9))
        .containsExactly("-", "--odd-name");
  }

  @Test
  void sqlThatBeginsWithACommentIsAnOperand() {
    String query = "-- Slow = over 1 s\nSELECT 1";
    assertThat(parse(Command.SQL, query, "--data=a b").operands(1, 1)).containsExactly(query);
  }

  @ParameterizedTest
  @CsvSource({
    "--onec, unknown option --onec (did you mean '--once'?); see './tailspan help up'",
    "--banana, unknown option --banana; see './tailspan help up'",
    "--data, --data needs a value: --data DIR",
    "--once=yes, --once takes no value",
  })
  void whatIsNotUnderstoodIsNamed(String word, String message) {
    assertThatThrownBy(() -> parse(Command.UP, word))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"x", "-1", "65536", "''"})
  void aPortMustBeOne(String port) {
    Arguments up = parse(Command.UP, "--http-port=" + port);
    assertThatThrownBy(() -> up.number("--http-port", 0, 65_535, 8080))
        .isInstanceOf(UsageException.class)
        .hasMessage("--http-port must be a whole number from 0 to 65535, not '" + port + "'");
  }

  @Test
  void tooFewOrTooManyOperandsAreNamed() {
    assertThatThrownBy(() -> parse(Command.TRACE).operands(1, 1))
        .hasMessage("trace needs TRACE-ID; see './tailspan help trace'");
    assertThatThrownBy(() -> parse(Command.UP, "now").operands(0, 0))
        .hasMessage("up has no use for 'now'; see './tailspan help up'");
  }

  @ParameterizedTest
  @CsvSource({"serach, search", "stat, status", "tarce, trace", "upp, up"})
  void anUnknownCommandNamesTheNearest(String word, String nearest) {
    assertThatThrownBy(() -> Command.of(word))
        .hasMessage(
            "unknown command '"
                + word
                + "' (did you mean '"
                + nearest
                + "'?); see './tailspan help'");
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void theHelpNamesEveryCommandAndItsOptions(Command command) {
    assertThat(HelpText.all()).contains(command.word()).contains(command.summary());
    command
        .options()
        .forEach(o -> assertThat(HelpText.of(command)).contains(o.synopsis()).contains(o.help()));
  }
}
