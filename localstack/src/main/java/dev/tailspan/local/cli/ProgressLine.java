package dev.tailspan.local.cli;

import java.io.PrintStream;

/** How many spans are sent: one line overwritten on a terminal, one per quarter elsewhere. */
final class ProgressLine {
  private static final int QUARTERS = 4;

  private final PrintStream out;
  private final boolean interactive;
  private final int total;
  private int quarter;

  ProgressLine(PrintStream out, Terminal terminal, int total) {
    this.out = out;
    this.interactive = terminal.interactive();
    this.total = total;
  }

  void sent(int spans) {
    if (interactive) {
      out.printf("\r  sent %,d of %,d spans%s", spans, total, spans == total ? "\n" : "");
      out.flush();
    } else if (spans * QUARTERS / total > quarter) {
      quarter = spans * QUARTERS / total;
      out.printf("  sent %,d of %,d spans%n", spans, total);
    }
  }
}
