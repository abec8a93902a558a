package dev.tailspan.local.cli;

import dev.tailspan.local.chaos.Endurance;
import dev.tailspan.local.chaos.EnduranceReport;
import dev.tailspan.local.stack.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code endure}: a stack at a steady load for long, and whether memory and lag stay bounded. */
final class EndureCommand {
  private static final int MINUTES = 60;
  private static final int MOST_MINUTES = 7 * 24 * 60;
  private static final int SPANS_A_SECOND = 200;
  private static final int MOST_SPANS_A_SECOND = 10_000;
  private static final int HOT_SPANS = 1_000_000;
  private static final int MOST_HOT_SPANS = 10_000_000;

  private final Arguments arguments;
  private final PrintStream out;

  EndureCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    arguments.operands(0, 0);
    Endurance.Plan plan =
        new Endurance.Plan(
            arguments.number("--seed", 0, Integer.MAX_VALUE, 1),
            Duration.ofMinutes(arguments.number("--minutes", 1, MOST_MINUTES, MINUTES)),
            arguments.number("--rate", 1, MOST_SPANS_A_SECOND, SPANS_A_SECOND),
            arguments.number("--hot-spans", 0, MOST_HOT_SPANS, HOT_SPANS));
    try (OwnStack own = new OwnStack(arguments.value("--data"), out)) {
      Path json = json();
      return own.run(
          Endurance.settings(OwnStack.root(), own.data()), stack -> run(own, stack, plan, json));
    }
  }

  /** Told before an hour has passed, when it cannot be written. */
  private Path json() {
    String wanted = arguments.value("--json");
    Path json = wanted == null ? Stacks.home().resolve("endure.json") : Path.of(wanted);
    try {
      return Files.write(json, new byte[0]);
    } catch (IOException e) {
      throw new CommandException("cannot write " + json + ", the FILE of --json: " + e);
    }
  }

  private int run(OwnStack own, LocalStack stack, Endurance.Plan plan, Path json)
      throws IOException, InterruptedException {
    EnduranceReport report = new Endurance(stack, own.data(), plan, out::println).run();
    Files.write(json, report.json());
    out.print(report.text());
    out.println("Samples: " + json);
    if (!report.good()) {
      out.println("Data and logs are left in " + own.keepFolder());
    }
    return report.good() ? Main.DONE : Main.FAILED;
  }
}
