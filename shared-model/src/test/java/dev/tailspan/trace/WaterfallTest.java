package dev.tailspan.trace;

import static dev.tailspan.trace.TraceFixtures.build;
import static dev.tailspan.trace.TraceFixtures.service;
import static dev.tailspan.trace.TraceFixtures.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  private static final Status ERROR = new Status(Status.Code.ERROR, "");

  @Test
  void showsTreeBarsDurationsErrorsAndTheCriticalPath() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 100).name("GET /").resource(service("front")),
                span(2, 1, 20, 80).name("GetCart").resource(service("cart")).status(ERROR),
                span(3, 2, 20, 50).name("read").resource(service("db")),
                span(4, 1, 0, 10).name("log").resource(service("front"))));

    assertThat(Waterfall.render(trace, new Waterfall.Options(65, false, 50)))
        .isEqualTo(
            """
            trace 00000000000000070000000000000007
            100 ms, 4 spans, 3 services, 1 error
            bottleneck: front GET / took 30.0 ms of 100 ms (30 %)
            *  front GET /             |==###==============#####|      100 ms
            *    front log             |##                      |     10.0 ms
            *!   cart GetCart          |     =======#######     |     60.0 ms
            *      db read             |     #######            |     30.0 ms
            """);
  }

  @Test
  void controlCharactersAndEscapesAreShownNotSent() {
    String evil = "\u001b[2J\u001b]0;owned\u0007\r\n\u202e\u009b31m\u2028\uE000";
    TraceAnalysis trace =
        TraceAnalysis.of(build(span(1, 0, 0, 10).name(evil).resource(service(evil))));
    String text = Waterfall.render(trace, new Waterfall.Options(400, false, 10));

    assertThat(text).contains("\\u{1b}[2J\\u{1b}]0;owned\\u{7}\\u{d}\\u{a}\\u{202e}\\u{9b}31m");
    assertThat(text.replace("\n", "").codePoints().filter(c -> c < ' ' || c > '~')).isEmpty();
    assertThat(text.lines()).hasSize(4);
  }

  @Test
  void coloursAreOursAlone() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 0, 0, 10).status(ERROR)));
    String text = Waterfall.render(trace, new Waterfall.Options(80, true, 10));
    assertThat(text).contains("\u001b[31m*! shop op1").contains("\u001b[0m\n");
    assertThat(Waterfall.render(trace, new Waterfall.Options(80, false, 10)))
        .doesNotContain("\u001b");
  }

  @Test
  void noLineIsWiderThanAllowedWhateverTheTrace() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Span> spans = new ArrayList<>();
      for (Span span : TraceFixtures.random(random, 30)) {
        spans.add(span.toBuilder().name("x\u001b".repeat(random.nextInt(60))).build());
      }
      int width = 40 + random.nextInt(100);
      String text =
          Waterfall.render(TraceAnalysis.of(spans), new Waterfall.Options(width, false, 12));
      assertThat(text.lines()).allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(TerminalText.fit("漢字", 6)).isEqualTo("漢字  ");
    assertThat(TerminalText.fit("漢字漢字", 6)).isEqualTo("漢字… ");
    assertThat(TerminalText.fit("abcdef", 6)).isEqualTo("abcdef");
    assertThat(TerminalText.fit("abcdefg", 6)).isEqualTo("abcde…");
  }

  @Test
  void aBigTraceIsElidedInTheMiddleWithACount() {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 100_000; i++) {
      spans.add(span(i, i - 1, 0, 5).status(i == 5_000 ? ERROR : Status.UNSET).build());
    }
    String text = Waterfall.render(TraceAnalysis.of(spans), new Waterfall.Options(100, false, 20));
    assertThat(text).contains("... 99,980 spans not shown, 1 error ...");
    assertThat(text.lines().filter(line -> line.contains("|"))).hasSize(20);
    assertThat(text).contains("(99999) shop op100000").contains("op10 ").doesNotContain("op11 ");
  }

  @Test
  void aTraceOfNoDurationStillShowsABar() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 0, 5, 5)));
    assertThat(Waterfall.render(trace, new Waterfall.Options(40, false, 5))).contains("|= ");
  }

  @Test
  void tooLittleRoomIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Waterfall.Options(39, true, 9));
    assertThatIllegalArgumentException().isThrownBy(() -> new Waterfall.Options(80, true, 1));
  }
}
