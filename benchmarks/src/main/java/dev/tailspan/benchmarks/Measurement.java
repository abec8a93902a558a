package dev.tailspan.benchmarks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that was measured.
 *
 * @param section that measured it
 * @param name what it is
 * @param figures by unit, in the order they are shown: {@code "CPU-s / M spans"}, {@code "WRU / M
 *     spans"}, {@code "x zstd alone"}
 */
record Measurement(String section, String name, Map<String, Double> figures) {
  Measurement {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException(section + ": " + name + " has no figures");
    }
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Figures in their order: a unit, its figure, the next unit. */
  static Map<String, Double> figures(Object... unitsAndFigures) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int i = 0; i < unitsAndFigures.length; i += 2) {
      figures.put((String) unitsAndFigures[i], ((Number) unitsAndFigures[i + 1]).doubleValue());
    }
    return figures;
  }
}
