package dev.tailspan.local.cli;

import dev.tailspan.local.chaos.Chaos;
import dev.tailspan.local.chaos.ChaosReport;
import dev.tailspan.local.stack.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.SplittableRandom;

/** {@code chaos}: a stack under load and faults, and the account of every span. */
final class ChaosCommand {
  private static final int MINUTES = 5;
  private static final int MOST_MINUTES = 24 * 60;
  private static final int KILLS_A_MINUTE = 20;
  private static final int MOST_KILLS = 1_000_000;
  private static final int SPANS_A_SECOND = 60;
  private static final int MOST_SPANS_A_SECOND = 10_000;

  private final Arguments arguments;
  private final PrintStream out;

  ChaosCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    arguments.operands(0, 0);
    int minutes = arguments.number("--minutes", 1, MOST_MINUTES, MINUTES);
    int kills = arguments.number("--kills", 1, MOST_KILLS, minutes * KILLS_A_MINUTE);
    int seed =
        arguments.number(
            "--seed", 0, Integer.MAX_VALUE, new SplittableRandom().nextInt(Integer.MAX_VALUE));
    int rate = arguments.number("--rate", 1, MOST_SPANS_A_SECOND, SPANS_A_SECOND);
    Chaos.Plan plan = new Chaos.Plan(seed, Duration.ofMinutes(minutes), kills, rate);
    try (OwnStack own = new OwnStack(arguments.value("--data"), out)) {
      return own.run(Chaos.settings(OwnStack.root(), own.data()), stack -> run(own, stack, plan));
    }
  }

  private int run(OwnStack own, LocalStack stack, Chaos.Plan plan)
      throws IOException, InterruptedException {
    ChaosReport report = new Chaos(stack, own.data(), plan, out::println).run();
    out.print(report.text());
    boolean enough = !arguments.has("--kills") || report.kills() >= plan.kills();
    if (!enough) {
      out.printf(
          "Only %,d of %,d kills came to pass in %d minutes: give it more, or a faster machine%n",
          report.kills(), plan.kills(), plan.lasting().toMinutes());
    }
    if (!report.findings().none()) {
      out.println("Data and logs are left in " + own.keepFolder());
    }
    return enough && report.findings().none() ? Main.DONE : Main.FAILED;
  }
}
