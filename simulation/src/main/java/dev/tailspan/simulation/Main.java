package dev.tailspan.simulation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;

/**
 * {@code ./tailspan simulate}: many seeds, progress, a report, and how to run a failing one again.
 */
public final class Main {
  private static final long PROGRESS_NANOS = 5_000_000_000L;
  private static final int MOST_SHOWN = 5;

  private final Options options;
  private final PrintStream out;
  private final Tally total = new Tally();
  private final AtomicLong next;
  private final AtomicInteger shown = new AtomicInteger();
  private final long began = System.nanoTime();
  private long lastProgress = began;
  private long done;

  private Main(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.next = new AtomicLong(options.from());
  }

  public static void main(String... arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    // What the pipeline warns of are the faults.
    LogManager.getLogManager().reset();
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("tailspan simulate: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    System.exit(new Main(options, System.out).run() ? 0 : 1);
  }

  /** False when anything was wrong. */
  private boolean run() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < options.threads(); i++) {
      threads.add(new Thread(this::work, "seeds-" + i));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    out.print(Report.of(total, options.from() + " to " + (options.from() + done - 1)));
    out.printf(Locale.ROOT, "took %,d s%n", seconds());
    return total.isClean();
  }

  private void work() {
    while (hasTime()) {
      long seed = next.getAndIncrement();
      if (seed >= options.from() + options.seeds()) {
        return;
      }
      Scenario scenario = options.scenario(seed);
      Tally tally = Seeds.run(scenario);
      if (!tally.isClean()) {
        show(scenario, tally);
      }
      add(tally);
    }
  }

  private boolean hasTime() {
    return options.minutes() == 0 || seconds() < options.minutes() * 60;
  }

  private synchronized void add(Tally tally) {
    total.add(tally);
    done++;
    long now = System.nanoTime();
    if (now - lastProgress > PROGRESS_NANOS) {
      lastProgress = now;
      out.printf(Locale.ROOT, "%,d of %,d seeds, %,d s%n", done, options.seeds(), seconds());
    }
  }

  private long seconds() {
    return (System.nanoTime() - began) / 1_000_000_000L;
  }

  private void show(Scenario scenario, Tally tally) {
    if (shown.incrementAndGet() > MOST_SHOWN) {
      return;
    }
    Scenario small = new Shrinker(Seeds::run).shrink(scenario);
    synchronized (this) {
      out.println("seed " + scenario.seed() + " is wrong:");
      tally.messages().forEach(message -> out.println("  " + message));
      out.println(
          "  again, as small as it was found: ./tailspan simulate --seeds 1 --from "
              + scenario.seed()
              + " --traces "
              + small.traces()
              + " --faults "
              + Options.list(small.kinds()));
    }
  }
}
