package dev.tailspan.local.cli;

import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.StackSettings;
import dev.tailspan.policy.PolicyReading;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * {@code up}: the whole stack with traffic, until Ctrl-C or, with {@code --once}, until it was
 * shown.
 */
final class UpCommand {
  private static final int OTLP_PORT = 4318;
  private static final int QUERY_PORT = 8080;
  private static final int LARGEST_PORT = 65_535;

  private final Arguments arguments;
  private final PrintStream out;

  UpCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    arguments.operands(0, 0);
    int otlpPort = arguments.number("--otlp-port", 0, LARGEST_PORT, OTLP_PORT);
    int queryPort = arguments.number("--http-port", 0, LARGEST_PORT, QUERY_PORT);
    if (otlpPort == queryPort && otlpPort != 0) {
      throw new UsageException("--otlp-port and --http-port cannot both be " + otlpPort);
    }
    PolicyReading reading = PolicyTrial.of(arguments).deployed();
    Optional<byte[]> policy = policy(reading);
    try (OwnStack own = new OwnStack(arguments.value("--data"), out)) {
      return own.run(
          StackSettings.in(OwnStack.root(), own.data())
              .withPorts(otlpPort, queryPort)
              .withPolicy(policy, reading)
              .withSelfTracing(arguments.has("--self-tracing") ? 1 : 0),
          this::work);
    }
  }

  private int work(LocalStack started) throws InterruptedException {
    int status = traffic(started);
    if (!arguments.has("--once")) {
      out.println("Up until Ctrl-C (or './tailspan down').");
      new CountDownLatch(1).await();
    }
    return status;
  }

  private int traffic(LocalStack started) throws InterruptedException {
    String kept = "TRACE-ID";
    int status = Main.DONE;
    if (!arguments.has("--no-traffic")) {
      Playback.Outcome outcome = new Playback(started, Terminal.of(System.getenv()), out).run();
      kept = outcome.kept().orElse(kept);
      if (outcome.kept().isEmpty()) {
        out.println("No trace was kept: see " + started.logs());
      }
      status = outcome.kept().isPresent() && outcome.complete() ? Main.DONE : Main.FAILED;
    }
    out.print(Guide.addresses(started.endpoints()));
    out.print(Guide.examples(started.endpoints(), started.stream(), started.policyObject(), kept));
    return status;
  }

  /** The file to put in force, which must be one that the stack accepts. */
  private Optional<byte[]> policy(PolicyReading reading) {
    String file = arguments.value("--policies");
    if (file == null) {
      if (reading.processor().isPresent() && !arguments.has("--data")) {
        throw new UsageException("--name says which processor of a file: give --policies FILE too");
      }
      return Optional.empty();
    }
    try {
      byte[] yaml = FileBytes.of(file);
      PolicyCheck check = PolicyCheck.of(file, yaml, reading::read);
      out.print(check.text());
      if (!check.accepted()) {
        throw new CommandException(file + ": these policies are refused");
      }
      return Optional.of(yaml);
    } catch (IOException e) {
      throw new CommandException(PolicyTestCommand.message(file, e));
    }
  }
}
