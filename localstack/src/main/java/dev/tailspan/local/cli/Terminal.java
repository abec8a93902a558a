package dev.tailspan.local.cli;

import dev.tailspan.trace.Waterfall;
import java.util.Map;

/**
 * What standard output is.
 *
 * @param columns how wide lines may get
 * @param interactive whether somebody looks at it: lines may be overwritten
 * @param colour whether ANSI colours are wanted
 */
record Terminal(int columns, boolean interactive, boolean colour) {
  private static final int USUAL_COLUMNS = 120;
  private static final int MOST_COLUMNS = 160;

  /**
   * The script says how wide the terminal is, if there is one, in {@code TAILSPAN_COLUMNS}; {@code
   * NO_COLOR} (no-color.org) turns colours off.
   */
  static Terminal of(Map<String, String> environment) {
    String columns = environment.getOrDefault("TAILSPAN_COLUMNS", "");
    if (!columns.matches("[1-9][0-9]{0,4}")) {
      return new Terminal(USUAL_COLUMNS, false, false);
    }
    int width = Math.max(Waterfall.Options.MIN_WIDTH, Integer.parseInt(columns));
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(Math.min(MOST_COLUMNS, width), true, colour);
  }

  Waterfall.Options waterfall(int maxRows) {
    return new Waterfall.Options(columns, colour, maxRows);
  }
}
