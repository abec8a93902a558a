package dev.tailspan.benchmarks;

import dev.tailspan.benchmarks.Growth.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Growth as SVG: seconds over spans, both logarithmic, a line for each figure with its name at its
 * end, and dashes for what grows as its input. Grey on whatever the page is, light or dark.
 */
final class GrowthPlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 560;
  private static final int TOP = 30;
  private static final int BOTTOM = 405;
  private static final int LABEL_HEIGHT = 16;
  private static final List<String> COLOURS =
      List.of(
          "#1f8fd6", "#e0701a", "#2aa06a", "#b45fd0", "#d64550", "#8a8f1f", "#14a0a8", "#9a6b4f");

  private final StringBuilder svg = new StringBuilder();
  private final List<Line> lines = new ArrayList<>();
  private double leastSpans = Double.MAX_VALUE;
  private double mostSpans;
  private double leastSeconds = Double.MAX_VALUE;
  private double mostSeconds;

  private GrowthPlot() {}

  private record Line(String name, String colour, List<Point> points) {
    double last() {
      return seconds(points.get(points.size() - 1)).orElse(0.0);
    }
  }

  /** Empty when there is no line of two points. */
  static Optional<String> of(Growth growth) {
    GrowthPlot plot = new GrowthPlot();
    growth.lines().forEach(plot::add);
    return plot.lines.isEmpty() ? Optional.empty() : Optional.of(plot.draw());
  }

  private void add(String name, List<Point> all) {
    List<Point> points = all.stream().filter(point -> seconds(point).orElse(0.0) > 0).toList();
    if (points.size() < 2) {
      return;
    }
    lines.add(new Line(name, COLOURS.get(lines.size() % COLOURS.size()), points));
    for (Point point : points) {
      leastSpans = Math.min(leastSpans, point.spans());
      mostSpans = Math.max(mostSpans, point.spans());
      leastSeconds = Math.min(leastSeconds, seconds(point).orElse(0.0));
      mostSeconds = Math.max(mostSeconds, seconds(point).orElse(0.0));
    }
  }

  /** Of the processor, else on the clock. */
  private static Optional<Double> seconds(Point point) {
    Map<String, Double> amounts = point.amounts();
    if (amounts.containsKey("CPU-s")) {
      return Optional.of(point.amount("CPU-s"));
    }
    return amounts.containsKey("ms") ? Optional.of(point.amount("ms") / 1e3) : Optional.empty();
  }

  private String draw() {
    leastSeconds = Math.pow(10, Math.floor(Math.log10(leastSeconds)));
    mostSeconds = Math.pow(10, Math.ceil(Math.log10(mostSeconds)));
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    line("<title>Seconds over spans, both logarithmic</title>");
    line(
        "<style>text{fill:#57606a}.grid{stroke:#8884;stroke-width:1}"
            + ".linear{stroke:#888;stroke-width:1;stroke-dasharray:4 4}"
            + "@media (prefers-color-scheme:dark){text{fill:#b3bac2}}</style>");
    grid();
    for (Line line : lines) {
      draw(line);
    }
    labels();
    line("</svg>");
    return svg.toString();
  }

  private void grid() {
    for (double spans = leastSpans; spans <= mostSpans * 1.01; spans *= 10) {
      line(
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          x(spans), TOP, x(spans), BOTTOM);
      line(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>",
          x(spans), BOTTOM + 18, spans);
    }
    for (double s = leastSeconds; s <= mostSeconds * 1.01; s *= 10) {
      line(
          "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
          LEFT, y(s), RIGHT, y(s));
      line(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s s</text>",
          LEFT - 8, y(s) + 4, Report.number(s));
    }
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">spans</text>",
        (LEFT + RIGHT) / 2, BOTTOM + 40);
    double reach = Math.min(mostSpans / leastSpans, mostSeconds / leastSeconds);
    line(
        "<line class=\"linear\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        x(mostSpans / reach), y(mostSeconds / reach), x(mostSpans), y(mostSeconds));
    line("<text x=\"%d\" y=\"%.1f\">dashes: as its input</text>", RIGHT + 10, y(mostSeconds) + 4);
  }

  private void draw(Line line) {
    StringBuilder points = new StringBuilder();
    for (Point point : line.points) {
      double px = x(point.spans());
      double py = y(seconds(point).orElse(0.0));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
      line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", px, py, line.colour);
    }
    line(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        points.toString().trim(), line.colour);
  }

  /** At the ends of the lines, moved down where they would lie upon each other. */
  private void labels() {
    double free = y(mostSeconds) + LABEL_HEIGHT + 4;
    for (Line line :
        lines.stream().sorted(Comparator.comparingDouble(Line::last).reversed()).toList()) {
      double at = Math.max(free, y(line.last()) + 4);
      free = at + LABEL_HEIGHT;
      line(
          "<text x=\"%d\" y=\"%.1f\" style=\"fill:%s\">%s</text>",
          RIGHT + 10, at, line.colour, line.name);
    }
  }

  private double x(double spans) {
    return LEFT + (RIGHT - LEFT) * Math.log(spans / leastSpans) / Math.log(mostSpans / leastSpans);
  }

  private double y(double seconds) {
    return BOTTOM
        - (BOTTOM - TOP) * Math.log(seconds / leastSeconds) / Math.log(mostSeconds / leastSeconds);
  }

  private void line(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
