package dev.tailspan.local.chaos;

import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.StackSettings;
import dev.tailspan.local.stack.Vitals;
import dev.tailspan.policy.PolicyReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Load, kills and faults on a running stack for a while; then calm, and an account of every span.
 */
public final class Chaos {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int LOOKUPS_A_LINE = 1000;

  /** Kills come a little faster than they must, as some wait for a start. */
  private static final double IN_SO_MUCH_OF_THE_TIME = 0.9;

  private final LocalStack stack;
  private final Path data;
  private final Plan plan;
  private final Consumer<String> progress;
  private final Findings findings = new Findings();
  private final long began = System.nanoTime();

  /**
   * What is to be done. The seed gives the same traffic and faults; the moments also depend on the
   * machine.
   *
   * @param lasting how long at most
   * @param kills after which it ends
   */
  public record Plan(long seed, Duration lasting, int kills, double spansPerSecond) {}

  /**
   * @param stack with the settings of {@link #settings}
   * @param data its folder
   * @param progress is told a line now and then
   */
  public Chaos(LocalStack stack, Path data, Plan plan, Consumer<String> progress) {
    this.stack = stack;
    this.data = data;
    this.plan = plan;
    this.progress = progress;
  }

  /** How the stack must be set up. */
  public static StackSettings settings(Path root, Path data) {
    return StackSettings.in(root, data)
        .withPorts(0, 0)
        .withPolicy(
            Optional.of(SentTrace.POLICIES.getBytes(StandardCharsets.UTF_8)), PolicyReading.DEFAULT)
        .withFaults();
  }

  /**
   * Does it all and returns what came of it.
   *
   * @throws IOException when the account cannot be made, as something does not answer
   */
  public ChaosReport run() throws IOException, InterruptedException {
    Asked api = new Asked(stack.endpoints().query());
    SeenKept seen = new SeenKept(findings);
    try (Traffic traffic = new Traffic(stack, plan.seed(), plan.spansPerSecond())) {
      Killer killer;
      Trouble trouble;
      Watcher watcher;
      try (Killer kills = killer(); // closed in the opposite order, all of them
          Trouble faults = new Trouble(stack.faults(), findings, plan.seed() + 1);
          Watcher looks = new Watcher(api, traffic.traces(), seen, plan.seed() + 2)) {
        killer = kills;
        trouble = faults;
        watcher = looks;
        send(traffic, kills, faults);
      }
      double seconds = seconds();
      Vitals vitals = stack.vitals();
      progress.accept("Everything left alone now, to settle; then each trace is asked for");
      Settling.after(stack, traffic.traces(), findings);
      Audit audit =
          new Audit(stack, LocalStack.archive(data), api, traffic.traces().byId(), findings);
      int traces = traffic.traces().byId().size();
      Audit.Account account =
          audit.run(
              traffic.beganMillis(),
              Integer.MAX_VALUE,
              seen,
              done -> {
                if (done % LOOKUPS_A_LINE == 0 || done == traces) {
                  progress.accept(
                      String.format(Locale.ROOT, "  asked for %,d of %,d traces", done, traces));
                }
              });
      return new ChaosReport(
          plan,
          seconds,
          killer.count(),
          killer.toString(),
          trouble.counts(),
          vitals.succeeded(),
          vitals.failed(),
          traffic.traces().refusals(),
          watcher.lookups(),
          watcher.unanswered(),
          account,
          findings);
    }
  }

  private Killer killer() {
    Duration within =
        Duration.ofMillis((long) (plan.lasting().toMillis() * IN_SO_MUCH_OF_THE_TIME));
    return new Killer(stack.faults(), plan.seed(), plan.kills(), within);
  }

  private void send(Traffic traffic, Killer killer, Trouble trouble) throws InterruptedException {
    double nextLine = BETWEEN_LINES.toSeconds();
    while (seconds() < plan.lasting().toSeconds()
        && killer.count() < plan.kills()
        && trouble.goesOn()) {
      traffic.round();
      if (seconds() >= nextLine) {
        nextLine += BETWEEN_LINES.toSeconds();
        progress.accept(line(traffic.traces(), killer, trouble.counts()));
      }
    }
  }

  private String line(SentTraces traces, Killer killer, Trouble.Counts trouble) {
    Vitals vitals = stack.vitals();
    return String.format(
        Locale.ROOT,
        "  %5.0f s  %,d kills, %d pauses, %d restarts, %,d 5xx, %,d throttled; %,d spans sent,"
            + " lag %.1f s; %,d invocations ended well, %,d failed",
        seconds(),
        killer.count(),
        trouble.pauses(),
        trouble.restarts(),
        trouble.s3Errors(),
        trouble.throttled(),
        traces.accepted(),
        vitals.iteratorAge().toMillis() / 1000.0,
        vitals.succeeded(),
        vitals.failed());
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
