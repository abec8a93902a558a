package dev.tailspan.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RefusedFileTest {
  private static final String PROBLEM =
      """
      {"line":3,"column":40,"policy":"y","field":"latency.threshold_mss",
       "message":"There is no such key.\\u001b[2J","suggestion":"threshold_ms"}""";

  @Test
  void aRefusedFileIsShownWithEveryMistakeAndWhatStaysInForce() throws Exception {
    assertThat(lines(1, PROBLEM))
        .containsExactly(
            "refused since 2026-11-26T10:00:00Z; in force stays 0123456789ab",
            "3:40 policy y, latency.threshold_mss: There is no such key.\\u{1b}[2J"
                + " Did you mean threshold_ms?");
  }

  @Test
  void ofManyMistakesTheRestIsCounted() throws Exception {
    assertThat(lines(5_000, PROBLEM + (", " + PROBLEM).repeat(999)))
        .hasSize(22)
        .endsWith("and 4980 more: see './tailspan status --json'");
  }

  @Test
  void anAcceptedFileIsNotSpokenOf() throws Exception {
    String json = "{\"version\":\"0123456789ab\",\"current\":{\"accepted\":true}}";
    assertThat(RefusedFile.of(Commands.JSON.readTree(json)).lines()).isEmpty();
    assertThat(RefusedFile.of(Commands.JSON.readTree("{}")).lines()).isEmpty();
  }

  private static java.util.List<String> lines(int count, String problems) throws IOException {
    String json =
        """
        {"version":"0123456789ab","current":{"accepted":false,"since":"2026-11-26T10:00:00Z",
         "problemCount":%d,"problems":[%s]}}"""
            .formatted(count, problems);
    return RefusedFile.of(Commands.JSON.readTree(json)).lines();
  }
}
