package dev.tailspan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.benchmarks.Growth.Point;
import java.io.StringReader;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GrowthTest {
  private final Growth growth = new Growth();

  private Map<String, Double> add(long spans, double seconds) {
    return growth.add("line", new Point(spans, Measurement.figures("CPU-s", seconds)));
  }

  @Test
  void anExponentIsOneForWhatGrowsAsItsInput() {
    assertThat(add(10_000, 0.5)).containsOnlyKeys("CPU-s");
    assertThat(add(100_000, 5)).containsEntry("CPU-s exponent", 1.0);
    assertThat(growth.lastRise("line", "CPU-s")).isEqualTo(1, within(1e-9));
  }

  @Test
  void whatGrowsWithTheSquareRisesTenfoldASpan() {
    add(10_000, 1);
    assertThat(add(100_000, 100).get("CPU-s exponent")).isEqualTo(2, within(1e-9));
    assertThat(growth.lastRise("line", "CPU-s")).isEqualTo(10, within(1e-9));
  }

  @Test
  void whatStaysTheSameDoesNotGrow() {
    add(10_000, 7);
    assertThat(add(1_000_000, 7).get("CPU-s exponent")).isZero();
  }

  @Test
  void whatWasNothingHasNoExponent() {
    add(10_000, 0);
    assertThat(add(100_000, 3)).containsOnlyKeys("CPU-s");
    assertThat(growth.lastRise("line", "CPU-s")).isEqualTo(1);
  }

  @Test
  void aPlotHasALineForEachFigureOfTwoPoints() throws Exception {
    add(10_000, 0.02);
    add(100_000, 0.21);
    add(1_000_000, 2.5);
    growth.add("once", new Point(10_000, Measurement.figures("CPU-s", 1)));
    growth.add("bytes", new Point(10_000, Measurement.figures("B", 1)));
    Document svg = parsed(GrowthPlot.of(growth).orElseThrow());
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(1);
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
  }

  @Test
  void withoutALineThereIsNoPlot() {
    add(10_000, 0.02);
    assertThat(GrowthPlot.of(growth)).isEmpty();
  }

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
