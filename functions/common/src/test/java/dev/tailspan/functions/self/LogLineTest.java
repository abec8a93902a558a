package dev.tailspan.functions.self;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static String line(String message, Throwable error) {
    return new String(
        LogLine.of(
            1_764_000_000_123L,
            LogLine.Level.WARN,
            "dev.tailspan.x",
            message,
            Map.of("trace_id", "00ff"),
            LogFields.NONE,
            error),
        StandardCharsets.UTF_8);
  }

  @Test
  void aLineHasItsFieldsInOneObject() throws Exception {
    assertThat(line("hello", null))
        .isEqualTo(
            "{\"timestamp\":\"2025-11-24T16:00:00.123Z\",\"level\":\"WARN\","
                + "\"logger\":\"dev.tailspan.x\",\"message\":\"hello\",\"trace_id\":\"00ff\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines\r\nthree",
        "\u001b[2J\u001b]0;title\u0007 and \u009b31m",
        "\u2028 \u2029 \u0085 \u000b \u000c",
        "\"},{\"level\":\"ERROR\",\"message\":\"forged",
        "{\"_aws\":{\"CloudWatchMetrics\":[]}}",
        "\ud83d\ude00 half \ud83d",
        "\u0000\\n\\",
      })
  void whateverATextHoldsItStaysOneLineOfPlainCharacters(String hostile) throws Exception {
    String line = line(hostile, new IllegalStateException(hostile));
    assertThat(line).endsWith("}\n").containsPattern("\\A[ -~]+\n\\z");
    JsonNode read = new ObjectMapper().readTree(line);
    assertThat(read.path("level").asText()).isEqualTo("WARN");
    assertThat(read.path("message").asText()).isEqualTo(hostile);
    assertThat(read.path("exception").path("message").asText()).isEqualTo(hostile);
    assertThat(read.has("_aws")).isFalse();
  }

  @Test
  void anExceptionIsThereWithItsCauses() throws Exception {
    Exception error = new IllegalStateException("outer", new RuntimeException("inner"));
    JsonNode exception = new ObjectMapper().readTree(line("x", error)).path("exception");
    assertThat(exception.path("type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(exception.path("stack_trace").asText())
        .contains("LogLineTest")
        .contains("Caused by: java.lang.RuntimeException: inner");
  }

  @Test
  void aLineStaysFarBelowWhatAnEventMayHave() {
    String long1 = "\n".repeat(1_000_000);
    assertThat(line(long1, new IllegalStateException(long1)).length()).isLessThan(256 << 10);
  }
}
