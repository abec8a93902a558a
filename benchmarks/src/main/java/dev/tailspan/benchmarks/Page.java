package dev.tailspan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The page that shows the figures: what stands between its marks is replaced. */
final class Page {
  static final String FILE = "benchmarks.md";
  static final String BEGIN = "<!-- measured: ./tailspan bench --docs docs -->";
  static final String END = "<!-- end -->";

  private Page() {}

  /**
   * Looks whether figures can be put into a page, before it takes minutes to measure them.
   *
   * @throws IllegalArgumentException naming the file, when they cannot
   */
  static void check(Path page) {
    String text;
    try {
      text = Files.readString(page);
    } catch (IOException e) {
      throw new IllegalArgumentException("--docs: " + page + " cannot be read", e);
    }
    if (text.indexOf(END, Math.max(0, text.indexOf(BEGIN))) < 0 || !text.contains(BEGIN)) {
      throw new IllegalArgumentException(
          "--docs: " + page + " has no '" + BEGIN + "' and '" + END + "' after it");
    }
  }

  /** The page, which was checked, with the figures of a run. */
  static String with(String page, Map<String, String> machine, Run run) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END, begin);
    String about =
        machine.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("; "));
    String notes =
        run.notes().stream().map(note -> "- " + note + "\n").collect(Collectors.joining());
    return page.substring(0, begin)
        + BEGIN
        + "\n"
        + about
        + ".\n\n"
        + Report.table(run.measurements())
        + "\n"
        + notes
        + page.substring(end);
  }
}
