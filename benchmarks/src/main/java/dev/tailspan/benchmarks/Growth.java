package dev.tailspan.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What things take at growing numbers of spans, and whether it grows faster than these. */
final class Growth {
  /** More than so many times as much a span is faster than its input; less may be chance. */
  static final double TOLERANCE = 1.15;

  private final Map<String, List<Point>> lines = new LinkedHashMap<>();

  /**
   * What so many spans took.
   *
   * @param amounts in all, by unit
   */
  record Point(long spans, Map<String, Double> amounts) {
    double amount(String unit) {
      return amounts.getOrDefault(unit, 0.0);
    }
  }

  /**
   * Adds the next point of a line: of more spans than the one before.
   *
   * @return the amounts, each with the exponent it has grown by since the point before (1 is as its
   *     input, 0 is not at all)
   */
  Map<String, Double> add(String line, Point point) {
    List<Point> points = lines.computeIfAbsent(line, name -> new ArrayList<>());
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Map.Entry<String, Double> amount : point.amounts().entrySet()) {
      String unit = amount.getKey();
      figures.put(unit, amount.getValue());
      if (!points.isEmpty()) {
        Point before = points.get(points.size() - 1);
        if (before.amount(unit) > 0 && amount.getValue() > 0) {
          figures.put(unit + " exponent", exponent(before, point, unit));
        }
      }
    }
    points.add(point);
    return figures;
  }

  static double exponent(Point from, Point to, String unit) {
    return Math.log(to.amount(unit) / from.amount(unit))
        / Math.log((double) to.spans() / from.spans());
  }

  /** How many times as much a span it came to in the last step of a line; 1 before there is one. */
  double lastRise(String line, String unit) {
    List<Point> points = lines.getOrDefault(line, List.of());
    if (points.size() < 2) {
      return 1;
    }
    Point from = points.get(points.size() - 2);
    Point to = points.get(points.size() - 1);
    return from.amount(unit) > 0
        ? to.amount(unit) / to.spans() / (from.amount(unit) / from.spans())
        : 1;
  }

  Map<String, List<Point>> lines() {
    return lines;
  }
}
