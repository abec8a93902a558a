package dev.tailspan.local.cli;

import dev.tailspan.local.sizing.Load;
import dev.tailspan.local.sizing.Sizing;
import dev.tailspan.local.sizing.SizingTable;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code sizing}: what loads take, as a table that is Markdown too. */
final class SizingCommand {
  private static final List<String> LOADS =
      List.of("10", "100", "1000", "100000", "1000000", "10000000");
  private static final double KEPT = 0.01;
  private static final double SPAN_BYTES = 500;

  private final Arguments arguments;
  private final PrintStream out;

  SizingCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() {
    arguments.operands(0, 0);
    List<String> given = arguments.all("--spans-per-second");
    double kept = number("--kept", arguments.value("--kept"), KEPT);
    double bytes = number("--span-bytes", arguments.value("--span-bytes"), SPAN_BYTES);
    List<Sizing> sizings =
        (given.isEmpty() ? LOADS : given)
            .stream()
                .map(text -> load(number("--spans-per-second", text, 0), kept, bytes))
                .map(Sizing::of)
                .toList();
    out.print(SizingTable.of(sizings));
    return Main.DONE;
  }

  private static Load load(double spansPerSecond, double kept, double bytes) {
    try {
      return new Load(spansPerSecond, kept, (int) Math.min(Integer.MAX_VALUE, Math.round(bytes)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + "; see './tailspan help sizing'");
    }
  }

  private static double number(String option, @Nullable String text, double otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return Double.parseDouble(text.replace(",", ""));
    } catch (NumberFormatException e) {
      throw new UsageException(option + " must be a number, not '" + text + "'");
    }
  }
}
