package dev.tailspan.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a span says must not command the terminal it is shown on. */
class TerminalTextTest {
  /** Clear the screen; the same with one character; turn the direction of writing; a new line. */
  private static final String HOSTILE = "\u001b[2J \u009b2J \u202e \r\n";

  @Test
  void nothingCommandsATerminal() {
    assertThat(TerminalText.safe(HOSTILE)).isEqualTo("\\u{1b}[2J \\u{9b}2J \\u{202e} \\u{d}\\u{a}");
    assertThat(TerminalText.fit(HOSTILE, 80)).hasSize(80).startsWith("\\u{1b}[2J");
  }

  @Test
  void linesKeepTheirEndsAndNothingElse() {
    assertThat(TerminalText.lines("a\u001b\nb\u009b\n")).isEqualTo("a\\u{1b}\nb\\u{9b}\n");
  }

  @Test
  void jsonStaysTheSameJson() {
    assertThat(TerminalText.json("{\n  \"a\" : \"\u009b\u202e\u00e9\ud83d\ude00\udb40\udc01\"\n}"))
        .isEqualTo("{\n  \"a\" : \"\\u009b\\u202e\u00e9\ud83d\ude00\\udb40\\udc01\"\n}");
  }
}
