package dev.tailspan.local.cli;

import java.io.PrintStream;

/** How far something is: one line overwritten on a terminal, one per quarter elsewhere. */
final class ProgressLine {
  private static final int QUARTERS = 4;

  private final PrintStream out;
  private final boolean interactive;
  private final String format;
  private final int total;
  private int quarter;

  /**
   * @param format takes how many are done and how many there are: {@code sent %,d of %,d spans}
   */
  ProgressLine(PrintStream out, Terminal terminal, String format, int total) {
    this.out = out;
    this.interactive = terminal.interactive();
    this.format = format;
    this.total = total;
  }

  void reached(int done) {
    if (interactive) {
      out.printf("\r  " + format + "%s", done, total, done == total ? "\n" : "");
      out.flush();
    } else if (done * QUARTERS / total > quarter) {
      quarter = done * QUARTERS / total;
      out.printf("  " + format + "%n", done, total);
    }
  }
}
