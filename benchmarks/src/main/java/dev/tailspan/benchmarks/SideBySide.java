package dev.tailspan.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;

/**
 * Parts that are measured in turns, round after round, so that a busy machine slows all alike. The
 * first half of the rounds only warms up. Figures are medians, but that of the process.
 */
final class SideBySide {
  private final Run run;
  private final int rounds;
  private final List<Part> parts = new ArrayList<>();

  SideBySide(Run run, int rounds) {
    this.run = run;
    this.rounds = rounds;
  }

  private record Part(String name, Callable<?> before, Callable<?> work, List<Spent> spent) {}

  /** Work to be measured. */
  SideBySide with(String name, Callable<?> work) {
    return with(name, () -> "", work);
  }

  /**
   * Work to be measured, and what is done before it each time without being measured.
   *
   * @param name what it is called in the table
   */
  SideBySide with(String name, Callable<?> before, Callable<?> work) {
    parts.add(new Part(name, before, work, new ArrayList<>()));
    return this;
  }

  /**
   * Measures all, and tells the run.
   *
   * @param spans that each part's work is about
   * @param beside names of parts that all others are compared with
   */
  void measure(long spans, String... beside) throws Exception {
    for (int round = -rounds; round < rounds; round++) {
      for (Part part : parts) {
        part.before.call();
        Spent spent = Spent.on(part.work);
        if (round >= 0) {
          part.spent.add(spent);
        }
      }
      run.progress("rounds", round + rounds + 1, 2L * rounds);
    }
    for (Part part : parts) {
      tell(part, spans, beside);
    }
  }

  private void tell(Part part, long spans, String... beside) {
    double nanos = median(part, Spent::threadNanos);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("CPU-s / M spans", nanos / 1e3 / spans);
    figures.put("spans / CPU-s", spans * 1e9 / nanos);
    for (String name : beside) {
      Part other = parts.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
      if (other != part) {
        figures.put(
            "x " + name.substring(name.indexOf(':') + 1).strip(),
            nanos / median(other, Spent::threadNanos));
      }
    }
    // Not a median: systems count a process' time in steps that are as long as some work takes.
    double process = part.spent.stream().mapToLong(Spent::processNanos).average().orElse(0);
    figures.put("with GC", process / 1e3 / spans);
    figures.put("B allocated / span", median(part, Spent::allocatedBytes) / spans);
    run.measured(part.name, figures);
  }

  private static double median(Part part, ToLongFunction<Spent> figure) {
    return Medians.of(part.spent.stream().mapToDouble(figure::applyAsLong).toArray());
  }
}
