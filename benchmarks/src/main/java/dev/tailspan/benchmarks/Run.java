package dev.tailspan.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a section is given: how much it is to do, where it may write, and whom it tells. */
final class Run {
  private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();

  private final Options options;
  private final PrintStream out;
  private final Growth growth = new Growth();
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String section = "";
  private long lastProgress = System.nanoTime();

  /**
   * @param out where progress goes
   */
  Run(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Measures a section, with a folder that is there as long as that takes. */
  void measure(Section wanted) throws Exception {
    section = wanted.name();
    out.printf(Locale.ROOT, "%s: %s%n", wanted.name(), wanted.about());
    wanted.body().measure(this);
  }

  /** A section's work with a folder. */
  interface InFolder {
    void in(Path folder) throws Exception;
  }

  /** Gives a new folder to the work, and takes it away again. */
  void withFolder(InFolder work) throws Exception {
    Path folder = Files.createTempDirectory("tailspan-bench-");
    try {
      work.in(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  Options options() {
    return options;
  }

  /** The first for {@code --quick}, else the other. */
  int choose(int quick, int full) {
    return options.quick() ? quick : full;
  }

  /** A line every few seconds; safe for several threads. */
  synchronized void progress(String what, long done, long total) {
    long now = System.nanoTime();
    if (now - lastProgress >= PROGRESS_NANOS) {
      lastProgress = now;
      out.printf(Locale.ROOT, "  %s: %,d of %,d%n", what, done, total);
    }
  }

  void measured(String name, Map<String, Double> figures) {
    Measurement measurement = new Measurement(section, name, figures);
    measurements.add(measurement);
    out.println("  " + Report.line(measurement));
  }

  /** Something that a reader of the figures must know, a sentence. */
  void note(String format, Object... values) {
    notes.add(section + ": " + String.format(Locale.ROOT, format, values));
    out.println("  " + String.format(Locale.ROOT, format, values));
  }

  /** What so many spans took; says what has grown faster than they have. */
  void grown(String line, Growth.Point point) {
    String spans = String.format(Locale.ROOT, "%,d spans", point.spans());
    measured(line + ", " + spans, growth.add(line, point));
    for (String unit : point.amounts().keySet()) {
      double rise = growth.lastRise(line, unit);
      if (rise > Growth.TOLERANCE) {
        note("%s: at %s %.2f times the %s a span: FASTER THAN ITS INPUT", line, spans, rise, unit);
      }
    }
  }

  Growth growth() {
    return growth;
  }

  List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
